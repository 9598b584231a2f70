"""Components: the gallery draws each, nothing is undeclared, nothing is inline."""

import re
from pathlib import Path

import pytest
from django.test import Client

import khuevan

ROOT = Path(khuevan.__file__).parent
COMPONENTS = ROOT / "web" / "templates" / "cotton"
TAG = re.compile(r"<c-([a-z][a-z-]*)((?:\s+[^\s/>\"'=]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*/?>")
ATTRIBUTE = re.compile(r"([:\w-]+)(?:=(?:\"[^\"]*\"|'[^']*'))?")
PASSED_ON = ("hx-", "data-", "aria-", "id", "title", "target", "rel", "name")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def templates() -> list[Path]:
    return [path for path in ROOT.rglob("*.html") if "templates" in path.parts and "static" not in path.parts]


def declared(component: str) -> tuple[set[str], bool]:
    """Attributes that a component declares, and whether it passes others on."""
    text = (COMPONENTS / f"{component.replace('-', '_')}.html").read_text()
    declaration = re.search(r"<c-vars\s(.*?)/>", text, re.DOTALL)
    names = {name.lstrip(":") for name in ATTRIBUTE.findall(declaration.group(1))} if declaration else set()
    return names, "{{ attrs }}" in text


def undeclared(text: str) -> list[str]:
    found = []
    for tag in TAG.finditer(text):
        component, attributes = tag.groups()
        if component in ("slot", "vars"):
            continue
        known, passes = declared(component)
        names = [name.lstrip(":") for name in ATTRIBUTE.findall(re.sub(r"\{[{%].*?[%}]\}", "", attributes))]
        found += [
            f"<c-{component} {name}>" for name in names if name not in known and not (passes and name.startswith(PASSED_ON))
        ]
    return found


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_template_uses_only_declared_attributes(path):
    assert undeclared(path.read_text()) == []


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_nothing_inline(path):
    assert INLINE.findall(path.read_text()) == []


@pytest.fixture
def gallery() -> str:
    response = Client().get("/thanh-phan/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("component", sorted(path.stem for path in COMPONENTS.glob("*.html")))
def test_gallery_shows_every_component(component):
    used = "".join(path.read_text() for path in (ROOT / "web" / "templates").rglob("*.html"))

    assert f"<c-{component.replace('_', '-')}" in used


def test_gallery_has_nothing_inline_and_nothing_unresolved(gallery):
    assert INLINE.findall(gallery) == []
    assert re.findall(r"<c-[a-z]+|\{\{|\{%", gallery) == []


def test_gallery_ids_are_unique(gallery):
    ids = re.findall(r'\sid="([^"]+)"', gallery)

    assert sorted(ids) == sorted(set(ids))


def test_gallery_is_within_the_budget_of_a_later_page(gallery):
    import gzip

    assert len(gzip.compress(gallery.encode())) < 30_000
