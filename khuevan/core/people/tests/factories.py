"""People in believable situations; nobody here exists."""

from datetime import date
from itertools import takewhile

from khuevan.core.accounts.models import User
from khuevan.core.org.models import OrgUnit
from khuevan.core.people.models import DuplicatePair, Guardianship, Person
from khuevan.kernel import clock, vault
from khuevan.kernel.text import search_key, sort_key


def make_person(full_name: str, keeper: OrgUnit | None = None, *, personal_id: str = "", **fields) -> Person:
    if personal_id:
        fields |= {
            "personal_id_sealed": vault.seal(personal_id),
            "personal_id_index": vault.blind_index(personal_id),
            "personal_id_hint": f"{personal_id[:6]}••••{personal_id[-2:]}",
        }
    return Person.objects.create(
        full_name=full_name, keeper=keeper, sort_key=sort_key(full_name), search_key=search_key(full_name), **fields
    )


def make_account(person: Person, username: str, *, password: str | None = None) -> User:
    """An account of a person. Without a password it cannot sign in by form (tests use `client.force_login`)."""
    user = User(username=username, full_name=person.full_name)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    person.account = user
    person.save(update_fields=["account"])
    return user


def make_guardian(child: Person, full_name: str, relation: str, username: str = "") -> Person:
    guardian = make_person(full_name, child.keeper)
    Guardianship.objects.create(child=child, guardian=guardian, relation=relation, starts_on=date(2020, 1, 1))
    if username:
        make_account(guardian, username)
    return guardian


def make_pair(one: Person, other: Person, *, reason: str = "similar_name", score: int = 60) -> DuplicatePair:
    """What a search would have found."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    path, other_path = (person.keeper.path.split("/") if person.keeper else [] for person in (first, second))
    shared = [part for part, _same in takewhile(lambda pair: pair[0] == pair[1], zip(path, other_path, strict=False)) if part]
    return DuplicatePair.objects.create(
        first=first, second=second, reasons=[reason], score=score, found_at=clock.now(),
        path="".join(f"{part}/" for part in shared), sort_key=first.sort_key,
    )  # fmt: skip
