"""Plans come from files into tables: once, updated when a file changes, never doubled."""

from decimal import Decimal

import pytest
from django.core.management import call_command

from khuevan.governance.plans.datafiles import PlanFileError, load_plans
from khuevan.governance.plans.models import Plan, PlanTarget, PlanTask, ReportingDuty
from khuevan.governance.plans.operations import load_files
from khuevan.governance.plans.tests.factories import keys_of, write_plan

pytestmark = pytest.mark.django_db


def everything() -> list[list[tuple]]:
    models = (Plan, PlanTarget, PlanTask, ReportingDuty)
    return [sorted(model.objects.values_list("pk", "ref" if model is not Plan else "code")) for model in models]


def test_migrations_bring_the_five_plans_whole():
    stored = {
        plan.code: (plan.targets.count(), plan.tasks.count(), plan.duties.count())
        for plan in Plan.objects.exclude(code="XX-2025")
    }

    assert stored == {plan.code: (len(plan.targets), len(plan.tasks), len(plan.reporting)) for plan in load_plans()}


def test_load_files_again_changes_nothing(django_assert_num_queries):
    before = everything()

    with django_assert_num_queries(3):  # begin, digests, end
        assert load_files() == []

    assert everything() == before


def test_migrate_again_changes_nothing():
    before = everything()

    call_command("migrate", verbosity=0)

    assert everything() == before


def test_load_files_keeps_every_word_of_a_target(tmp_path):
    write_plan(tmp_path)

    assert load_files(tmp_path) == ["XX-2025"]

    target = PlanTarget.objects.get(plan__code="XX-2025", ref="I.2.5-3")
    assert (target.comparison, target.value, target.unit, target.year) == (">", Decimal(50), "percent", 2025)
    assert target.text.endswith("đạt trên 50%")
    assert target.scope_filter["levels"] == ["primary", "lower_secondary", "upper_secondary"]
    assert target.scope_filter["ownership"] == "public"
    assert PlanTarget.objects.get(plan__code="XX-2025", ref="I.2.5-1.1").value is None


def test_load_files_updates_the_rows_of_a_changed_file(tmp_path):
    path = write_plan(tmp_path)
    load_files(tmp_path)
    plan = Plan.objects.get(code="XX-2025")
    kept = dict(plan.targets.values_list("ref", "pk"))
    targets = keys_of(path)["targets"]
    targets[0] |= {"value": "95", "comparison": ">="}
    dropped, added = targets.pop(), targets[1] | {"ref": "I.2.9-9", "indicator": "I-99"}
    write_plan(tmp_path, title="Kế hoạch đã sửa", targets=[*targets, added])

    assert load_files(tmp_path) == ["XX-2025"]

    refs = dict(Plan.objects.get(code="XX-2025").targets.values_list("ref", "pk"))
    assert Plan.objects.get(code="XX-2025").pk == plan.pk
    assert Plan.objects.get(code="XX-2025").title == "Kế hoạch đã sửa"
    assert refs.keys() == kept.keys() - {dropped["ref"]} | {"I.2.9-9"}
    assert {ref: pk for ref, pk in refs.items() if ref in kept} == {ref: pk for ref, pk in kept.items() if ref in refs}
    changed = PlanTarget.objects.get(plan=plan, ref=targets[0]["ref"])
    assert (changed.value, changed.comparison) == (Decimal(95), ">=")


def test_load_files_with_a_bad_file_changes_nothing(tmp_path):
    path = write_plan(tmp_path)
    load_files(tmp_path)
    before = everything()
    targets = keys_of(path)["targets"]
    targets[0] |= {"value": "101"}
    write_plan(tmp_path, title="Kế hoạch đã sửa", targets=targets)

    with pytest.raises(PlanFileError):
        load_files(tmp_path)

    assert everything() == before
    assert not Plan.objects.filter(title="Kế hoạch đã sửa").exists()


def test_load_files_takes_a_fixed_number_of_queries(tmp_path, django_assert_num_queries):
    keys = keys_of(write_plan(tmp_path))
    load_files(tmp_path)
    few = [target | {"also_in": []} for target in keys["targets"][:2]]

    write_plan(tmp_path, title="Kế hoạch đã sửa")
    with django_assert_num_queries(13):
        load_files(tmp_path)
    write_plan(tmp_path, targets=few, tasks=keys["tasks"][:1], assignments=[])
    with django_assert_num_queries(13):
        load_files(tmp_path)
