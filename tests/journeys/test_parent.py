"""A parent at night with a cheap phone: she sees her two children, and no other child's name."""

from khuevan.core.people.models import Person


def test_parent_sees_only_her_two_children(world, visit):
    hanh = visit("hanh", width="phone")

    hanh.open("/")
    hanh.shoot("parent-home")
    hanh.open("/con-toi/")
    hanh.shoot("parent-children")
    text = hanh.page.locator("main").inner_text()

    assert ("Nguyễn Thị Ánh Nguyệt" in text, "Phạm Gia Bảo" in text) == (True, True)
    assert [name for name in others(world) if name in text] == []
    assert hanh.complaints == []


def test_parent_opens_her_child_and_nobody_elses(world, visit):
    hanh = visit("hanh", width="phone")

    own = hanh.open(f"/con-toi/{world.people['nguyet'].uid}/")
    hanh.shoot("parent-child")
    foreign = hanh.open(f"/con-toi/{world.people['chi'].uid}/")
    text = hanh.page.locator("main").inner_text()

    assert (own, foreign) == (200, 404)
    assert "Khánh Chi" not in text


def test_parent_who_searches_finds_no_other_child(world, visit):
    hanh = visit("hanh", width="phone")

    hanh.open("/tim-kiem/?q=chi")

    assert "Trần Lê Khánh Chi" not in hanh.page.content()


def others(world) -> list[str]:
    """Names of all children who are not hers."""
    own = {world.people["nguyet"].pk, world.people["giabao"].pk}
    pupils = {enrolment.person_id for enrolment in world.learners.values()} - own
    return list(Person.objects.filter(pk__in=pupils).values_list("full_name", flat=True))
