"""Correction requests: from the family to the keeper and back."""

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.core.audit.models import JournalEntry
from khuevan.core.files import api as files
from khuevan.core.people.models import CorrectionRequest, CorrectionStep, Person
from khuevan.core.people.operations import (
    accept_correction,
    acknowledge_correction,
    refuse_correction,
    request_correction,
    withdraw_correction,
)
from khuevan.core.people.queries import (
    correction,
    corrections,
    evidence_of,
    overdue_count,
    own_corrections,
    proposed,
    waiting_count,
)
from khuevan.core.people.types import (
    AlreadyRequested,
    CorrectionEnded,
    CorrectionState,
    FieldNotCorrectable,
    NothingToCorrect,
    OwnCorrection,
    PersonalIdTaken,
)
from khuevan.kernel import clock
from khuevan.kernel.clock import VIETNAM
from khuevan.kernel.errors import NotAllowed, NotFound, Stale

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000100ffff03000006000557bfabd40000000049454e44ae426082"
)


def ask(
    world, username: str = "hanh", *, field: str = "birthplace", value: object = "Phường Hoa Lư", **options
) -> CorrectionRequest:
    return request_correction(
        world.actor(username), person=world.people["nguyet"], field=field, value=value, reason="Ghi thiếu", **options
    )


def steps(request: CorrectionRequest) -> list[tuple[str, str]]:
    return [(step.state, step.by_name) for step in request.steps.all()]


def version(request: CorrectionRequest) -> int:
    return Person.objects.get(pk=request.person_id).version


def test_request_waits_at_the_keeper_with_two_working_days_to_take_it_up(world):
    with clock.frozen(datetime(2026, 11, 6, 16, 0, tzinfo=VIETNAM)):  # a Friday
        request = ask(world)

    assert (request.current, request.proposed, request.due_on) == ("—", "Phường Hoa Lư", date(2026, 11, 10))
    assert steps(request) == [(CorrectionState.REQUESTED, "Lê Thị Hạnh")]
    assert [list(corrections(world.actor(name))) for name in ("vanthu", "hieutruongkhac")] == [[request], []]
    assert [overdue_count(world.actor("vanthu"), date(2026, 11, day)) for day in (10, 11)] == [0, 1]


def test_pupil_and_guardian_see_each_others_requests_and_others_do_not(world):
    request = ask(world, "nguyet")

    assert [list(own_corrections(world.actor(name))) for name in ("nguyet", "hanh", "loc")] == [[request], [request], []]


@pytest.mark.parametrize("username", ["loc", "mai", "tuan", "ha", "quantri"])
def test_request_about_somebody_elses_child_is_refused(world, username):
    with pytest.raises(NotAllowed):
        ask(world, username)

    assert CorrectionRequest.objects.count() == 0


def test_second_request_for_the_same_field_same_value_or_other_field_is_refused(world):
    ask(world)

    with pytest.raises(AlreadyRequested):
        ask(world, "nguyet", value="Nơi khác")
    with pytest.raises(NothingToCorrect):
        ask(world, field="full_name", value="Nguyễn Thị Ánh Nguyệt")
    with pytest.raises(NothingToCorrect):
        ask(world, field="personal_id", value="037314000089")
    with pytest.raises(FieldNotCorrectable):
        ask(world, field="sector_id", value="3712345699")

    assert CorrectionRequest.objects.count() == 1


def test_accepted_request_changes_the_profile_and_says_by_whom(world):
    request = ask(world, field="birth_date", value=date(2014, 9, 13))
    acknowledge_correction(world.actor("vanthu"), request=request)

    accept_correction(
        world.actor("hieutruong"), request=request, person_version=version(request), note="Đã sửa theo giấy khai sinh"
    )

    request.refresh_from_db()
    assert Person.objects.get(pk=request.person_id).birth_date == date(2014, 9, 13)
    assert steps(request) == [
        (CorrectionState.REQUESTED, "Lê Thị Hạnh"),
        (CorrectionState.ACKNOWLEDGED, "Mai Thị Hoa"),
        (CorrectionState.ACCEPTED, "Trần Đức Thịnh"),
    ]
    assert request.ended_at is not None
    assert JournalEntry.objects.get(verb="people.person_corrected").changes["birth_date"] == ["2014-09-12", "2014-09-13"]


def test_refused_request_leaves_the_profile_and_tells_why(world):
    request = ask(world)
    before = version(request)

    refuse_correction(world.actor("vanthu"), request=request, note="Giấy khai sinh ghi khác")

    assert (version(request), Person.objects.get(pk=request.person_id).birthplace) == (before, "")
    assert request.steps.last().note == "Giấy khai sinh ghi khác"
    assert waiting_count(world.actor("vanthu")) == 0


def test_personal_number_is_sealed_masked_and_its_reading_noted(world):
    request = ask(world, field="personal_id", value="037314000091")
    clerk = world.actor("vanthu")

    seen = proposed(clerk, request)
    accept_correction(clerk, request=request, person_version=version(request))

    assert (request.proposed, request.value, seen) == ("037314••••91", "", "037314000091")
    assert b"037314000091" not in bytes(request.value_sealed)
    assert [(read.person_id, read.fields) for read in clerk.reads] == [(request.person_id, ("personal_id",))]
    assert Person.objects.get(pk=request.person_id).personal_id_hint == "037314••••91"


def test_value_that_became_impossible_leaves_the_request_open(world):
    request = ask(world, field="personal_id", value="037314000045")  # Chi's number

    with pytest.raises(PersonalIdTaken):
        accept_correction(world.actor("vanthu"), request=request, person_version=version(request))

    request.refresh_from_db()
    assert (request.ended_at, len(steps(request))) == (None, 1)
    assert Person.objects.get(pk=request.person_id).personal_id_hint == "037314••••89"


def test_profile_that_changed_since_it_was_looked_at_is_not_overwritten(world):
    request = ask(world)
    looked_at = version(request)
    Person.objects.filter(pk=request.person_id).update(version=looked_at + 1, birthplace="Sửa tay")

    with pytest.raises(Stale):
        accept_correction(world.actor("vanthu"), request=request, person_version=looked_at)

    assert Person.objects.get(pk=request.person_id).birthplace == "Sửa tay"
    assert CorrectionStep.objects.filter(request=request).count() == 1


def test_nobody_decides_for_himself_or_for_his_own_child(world):
    clerk = world.people["vanthu"]
    clerk.wards.create(child=world.people["nguyet"], relation="guardian", starts_on=date(2020, 1, 1))
    of_child = ask(world)
    of_himself = request_correction(world.actor("vanthu"), person=clerk, field="birthplace", value="Hà Nội", reason="Thiếu")

    for request in (of_child, of_himself):
        with pytest.raises(OwnCorrection):
            accept_correction(world.actor("vanthu"), request=request, person_version=version(request))
        with pytest.raises(OwnCorrection):
            refuse_correction(world.actor("vanthu"), request=request, note="x")

    assert waiting_count(world.actor("hieutruong")) == 2


@pytest.mark.parametrize("username", ["mai", "ha", "hieutruongkhac", "hanh", "quantri"])
def test_decision_is_refused_to_those_who_do_not_keep_the_profile(world, username):
    request = ask(world)

    with pytest.raises(NotAllowed):
        accept_correction(world.actor(username), request=request, person_version=version(request))
    with pytest.raises(NotFound):
        correction(world.actor(username), request.uid)

    assert Person.objects.get(pk=request.person_id).birthplace == ""


def test_ended_request_is_not_decided_twice(world):
    request = ask(world)
    withdraw_correction(world.actor("nguyet"), request=request)

    with pytest.raises(CorrectionEnded):
        accept_correction(world.actor("vanthu"), request=request, person_version=version(request))

    assert steps(request)[-1] == (CorrectionState.WITHDRAWN, "Nguyễn Thị Ánh Nguyệt")
    assert ask(world).pk != request.pk


def test_evidence_is_read_by_the_family_and_by_those_who_decide(world):
    request = ask(world, evidence=SimpleUploadedFile("khai-sinh.png", PNG))
    kept = evidence_of(request).get()

    assert [files.readable(world.actor(name), kept.uid) for name in ("hanh", "nguyet", "vanthu")] == [kept] * 3
    for name in ("mai", "loc", "hieutruongkhac", "quantri"):
        with pytest.raises(NotFound):
            files.readable(world.actor(name), kept.uid)
