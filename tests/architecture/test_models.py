"""What every table must declare."""

import pytest
from django.apps import apps
from django.db import models

from khuevan.core.access.types import Place
from khuevan.kernel.apps import ModuleConfig
from khuevan.kernel.models import Model
from khuevan.kernel.privacy import Privacy


def house_models() -> list[type[models.Model]]:
    """Our own tables, without those that pghistory makes beside them."""
    configs = [config for config in apps.get_app_configs() if isinstance(config, ModuleConfig)]
    found = [model for config in configs for model in config.get_models()]
    return [model for model in found if not model.__name__.endswith("Event") or not hasattr(model, "pgh_tracked_model")]


# Tables of the floor below access are nobody's place: receipts and counters, reached by their key alone.
PLACED = [model for model in house_models() if model._meta.app_label != "web"]


@pytest.mark.parametrize("model", house_models(), ids=lambda model: model._meta.label)
def test_model_declares_privacy(model):
    assert issubclass(model, Model) or model._meta.label == "accounts.User"
    assert isinstance(model.privacy, Privacy)


@pytest.mark.parametrize("model", PLACED, ids=lambda model: model._meta.label)
def test_model_declares_where_its_rows_belong(model):
    assert isinstance(model.place, Place)


@pytest.mark.parametrize("model", PLACED, ids=lambda model: model._meta.label)
def test_place_leads_to_a_path_and_a_person(model):
    lookups = [model.place.path_lookup] if model.place.unit is not None else []
    lookups += [model.place.person] if model.place.person else []

    assert all(model._default_manager.filter(**{f"{lookup}__isnull": False}).query for lookup in lookups)


@pytest.mark.parametrize("model", house_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_to_other_rooms_leave_no_way_back(model):
    crossing = [
        field
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model._meta.app_label != model._meta.app_label
    ]

    assert [field.name for field in crossing if not field.remote_field.hidden] == []
