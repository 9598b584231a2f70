"""What the API says of itself is OpenAPI 3.1, complete, true in its examples, and in the language asked for."""

import json

import jsonschema_rs
import pytest
from django.utils import translation
from ninja.responses import NinjaJSONEncoder

from khuevan.portal.rest import api


@pytest.fixture(scope="module")
def described() -> dict:
    return json.loads(json.dumps(api.get_openapi_schema(), cls=NinjaJSONEncoder))


def operations(described: dict) -> list[tuple[str, str, dict]]:
    return [(method, path, spec) for path, methods in described["paths"].items() for method, spec in methods.items()]


def test_every_example_is_an_instance_of_its_schema(described):
    shapes = described["components"]["schemas"]
    with_examples = {name: shape["examples"] for name, shape in shapes.items() if "examples" in shape}
    sent = {name for name in shapes if name.endswith("Out") and "PageOf" not in name}

    wrong = [
        (name, error.message)
        for name, examples in with_examples.items()
        for example in examples
        for error in jsonschema_rs.Draft202012Validator(
            {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        ).iter_errors(example)
    ]

    assert wrong == []
    assert sent - with_examples.keys() == {"LineageOut", "ValuesOut"}


def test_every_operation_says_its_errors_and_what_may_be_filtered(described):
    silent = [
        (method, path, parameter["name"])
        for method, path, spec in operations(described)
        for parameter in spec["parameters"]
        if parameter["in"] == "query" and not parameter.get("description")
    ]
    common = [set(spec["responses"]) >= {"401", "403", "422", "429", "500"} for _method, _path, spec in operations(described)]

    assert silent == []
    assert common == [True] * len(common)


def test_every_write_takes_an_idempotency_key_but_the_exchange_of_a_secret(described):
    without = [
        path
        for method, path, spec in operations(described)
        if method != "get" and "Idempotency-Key" not in [parameter["name"] for parameter in spec["parameters"]]
    ]

    assert without == ["/api/v1/oauth/token"]


def test_the_description_is_in_english_for_who_asks_in_english(db):
    with translation.override("en"):
        english = api.get_openapi_schema()

    assert english["components"]["responses"]["Problem404"]["description"] == "Not found"


def test_every_operation_names_the_scope_it_takes(described):
    scopes = {
        (method, scheme["OAuth"][0])
        for method, _path, spec in operations(described)
        for scheme in spec.get("security", [])
        if "OAuth" in scheme
    }

    assert scopes == {("get", "read"), ("post", "write"), ("patch", "write")}
