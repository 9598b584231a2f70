"""Files in the store: kept once, tied to owners, collected when nobody owns them."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from khuevan.core.files.models import FileLink, StoredFile
from khuevan.core.files.operations import collect_orphans, keep_generated, link, put, unlink
from khuevan.core.files.queries import files_of, open_content
from khuevan.core.files.types import (
    IMAGES,
    SHEETS,
    EmptyFile,
    Infected,
    MediaType,
    ScannerAway,
    TooBig,
    WebPageAsSheet,
    WrongType,
)
from khuevan.core.org.models import OrgUnit
from khuevan.kernel import clock

from .factories import MEGABYTE, stored, upload, workbook

OWNER_RULES = {"purpose": "test", "allowed_types": SHEETS, "max_bytes": MEGABYTE}


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def contents(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def make_old(store: Path) -> None:
    StoredFile.objects.update(uploaded_at=clock.now() - timedelta(days=2))
    for path in contents(store):
        os.utime(path, (0, 0))


def broken_scanner(_upload) -> str:
    raise ScannerAway


def finding_scanner(_upload) -> str:
    return "Eicar-Test"


def test_put_keeps_content_type_name_and_uploader(world, store):
    actor, content = world.actor("tuan"), workbook()

    file = put(actor, upload(content, "Danh sách 7A1.xlsx"), **OWNER_RULES)

    assert (file.media_type, file.name, file.size) == (MediaType.XLSX, "Danh sách 7A1.xlsx", len(content))
    assert (file.uploaded_by_id, file.purpose) == (actor.user_id, "test")
    with open_content(file) as kept:
        assert kept.read() == content


def test_content_is_written_once_whole_and_for_the_owner_only(world, store):
    first, second = (put(world.actor(name), upload(workbook()), **OWNER_RULES) for name in ("tuan", "mai"))

    (path,) = contents(store)
    assert path == store / first.path
    assert (first.path, first.uid) == (second.path, first.uid)
    assert first.uid != second.uid
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "a.xlsx", EmptyFile),
        (b"a,b\n" * MEGABYTE, "a.csv", TooBig),
        (b"%PDF-1.7\n\x00", "a.xlsx", WrongType),
        (b"<html><body></body></html>", "a.xls", WebPageAsSheet),
    ],
)
def test_refused_upload_leaves_nothing(world, store, content, name, refusal):
    with pytest.raises(refusal) as caught:
        put(world.actor("tuan"), upload(content, name), **OWNER_RULES)

    assert caught.value.field == "file"
    assert (StoredFile.objects.count(), contents(store)) == (0, [])


def test_refusal_names_what_is_allowed(world):
    with pytest.raises(WrongType, match=r"Chỉ nhận: \.jpg, \.png, \.webp\."):
        put(world.actor("tuan"), upload(workbook()), purpose="test", allowed_types=IMAGES, max_bytes=MEGABYTE)


@pytest.mark.parametrize(("scanner", "refusal"), [("finding_scanner", Infected), ("broken_scanner", ScannerAway)])
def test_scanner_turns_files_away(world, store, settings, scanner, refusal):
    settings.FILES_SCANNER = f"{__name__}.{scanner}"

    with pytest.raises(refusal):
        put(world.actor("tuan"), upload(workbook()), **OWNER_RULES)

    assert (StoredFile.objects.count(), contents(store)) == (0, [])


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        ("exit 0", ""),
        ("echo 'stream: Win.Test.EICAR_HDB-1 FOUND'; exit 1", "Win.Test.EICAR_HDB-1"),
        ("exit 2", ScannerAway),
    ],
)
def test_clamdscan_is_asked_through_its_command(settings, tmp_path, script, outcome):
    from khuevan.core.files.operations.scanning import clamdscan

    command = tmp_path / "clamdscan"
    command.write_text(f"#!/bin/sh\ncat > {tmp_path}/seen\n{script}\n")
    command.chmod(0o755)
    settings.FILES_CLAMDSCAN = str(command)

    if outcome is ScannerAway:
        with pytest.raises(ScannerAway):
            clamdscan(upload(b"xyz"))
    else:
        assert clamdscan(upload(b"xyz")) == outcome
    assert (tmp_path / "seen").read_bytes() == b"xyz"


def test_generated_file_keeps_the_type_its_maker_gives(world):
    file = keep_generated(
        world.actor("tuan"), ContentFile(b"a;b\n"), name="bao-cao.csv", media_type=MediaType.CSV, purpose="test"
    )

    assert (file.media_type, file.size) == (MediaType.CSV, 4)


def test_owner_has_its_files_by_role(world):
    actor, school = world.actor("tuan"), world.units["lower_a"]
    result, evidence = stored(actor, school), stored(actor, school, role="evidence")
    link(actor, result, owner=school, role="result")

    assert list(files_of(school)) == [result, evidence]
    assert list(files_of(school, "evidence")) == [evidence]
    assert list(files_of(world.units["primary_b"])) == []


def test_orphans_are_collected_once_they_are_a_day_old(world, store):
    actor, school = world.actor("tuan"), world.units["lower_a"]
    owned = stored(actor, school)
    stored(actor, content=workbook(5))
    (store / "drafts").mkdir(exist_ok=True)
    (store / "drafts" / "half").write_bytes(b"died while writing")
    fresh_before = len(contents(store))
    collect_orphans(actor, clock.now())
    fresh_after = len(contents(store))
    make_old(store)

    collect_orphans(actor, clock.now())

    assert (fresh_before, fresh_after) == (3, 3)
    assert list(StoredFile.objects.all()) == [owned]
    assert contents(store) == [store / owned.path]


def test_content_shared_with_an_owned_file_stays(world, store):
    actor, school = world.actor("tuan"), world.units["lower_a"]
    owned = stored(actor, school)
    stored(actor)
    make_old(store)

    collect_orphans(actor, clock.now())

    assert list(StoredFile.objects.all()) == [owned]
    assert default_storage.exists(owned.path)


def test_files_of_a_deleted_owner_are_collected(world, store):
    actor = world.actor("tuan")
    owner = OrgUnit.objects.create(kind="team", name="Tổ thử", path="9/", sort_key="", search_key="", valid_from=clock.today())
    stored(actor, owner)
    owner.delete()
    make_old(store)

    collect_orphans(actor, clock.now())

    assert (FileLink.objects.count(), StoredFile.objects.count(), contents(store)) == (0, 0, [])


def test_unlinked_file_has_no_owner(world):
    actor, school = world.actor("tuan"), world.units["lower_a"]
    stored(actor, school)
    stored(actor, school, role="evidence")

    unlink(actor, owner=school, role="result")

    assert [one.role for one in FileLink.objects.all()] == ["evidence"]


def test_undone_upload_is_only_an_orphan_content(world, store):
    with transaction.atomic():
        stored(world.actor("tuan"), world.units["lower_a"])
        transaction.set_rollback(True)
    make_old(store)

    collect_orphans(world.actor("tuan"), clock.now())

    assert contents(store) == []
