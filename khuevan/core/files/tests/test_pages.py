"""Downloads: only through an owner, as an attachment, under a name every client understands."""

import pytest

from khuevan.core.audit.models import JournalEntry
from khuevan.core.files.queries import guards
from khuevan.core.jobs.api import run_pending

from .factories import stored, workbook


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def file(world):
    """A file of the school, which its own focal point may read."""
    school = world.units["lower_a"]
    guards("org.orgunit")(lambda actor, owner_id: owner_id == school.pk and actor.user_id == world.users["tuan"].pk)
    yield stored(world.actor("tuan"), school, name="Điểm lớp 7A1.xlsx")
    guards("org.orgunit")(lambda actor, owner_id: False)


def test_reader_of_the_owner_gets_the_file_as_an_attachment(world, client, file):
    client.force_login(world.users["tuan"])

    response = client.get(f"/tep/{file.uid}/")

    assert response.status_code == 200
    assert response.getvalue() == workbook()
    assert response["Content-Type"] == file.media_type
    assert response["Content-Disposition"] == (
        "attachment; filename=\"Diem lop 7A1.xlsx\"; filename*=UTF-8''%C4%90i%E1%BB%83m%20l%E1%BB%9Bp%207A1.xlsx"
    )
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")


def test_download_is_journaled(world, client, file):
    client.force_login(world.users["tuan"])
    client.get(f"/tep/{file.uid}/").getvalue()

    run_pending()

    entry = JournalEntry.objects.get(verb="files.file_downloaded")
    assert (entry.user_id, entry.object_id, entry.object_label) == (world.users["tuan"].pk, str(file.pk), "Điểm lớp 7A1.xlsx")


def test_file_without_an_owner_is_nobodys(world, client):
    loose = stored(world.actor("tuan"))
    client.force_login(world.users["tuan"])

    assert client.get(f"/tep/{loose.uid}/").status_code == 404


def test_stranger_gets_404_and_nothing_is_journaled(world, client, file):
    client.force_login(world.users["hieutruongkhac"])

    response = client.get(f"/tep/{file.uid}/")
    run_pending()

    assert response.status_code == 404
    assert JournalEntry.objects.filter(verb="files.file_downloaded").count() == 0
