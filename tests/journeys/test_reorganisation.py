"""The office of the Department carries out 01/7/2025: three provinces with districts become one with 129 communes."""

from khuevan.core.org import api as org
from khuevan.core.org.models import OrgUnit
from khuevan.core.org.tests import three_levels
from khuevan.core.roles.tests.factories import give_post


def test_reorganisation_of_1_july_2025_is_previewed_applied_and_seen_on_both_days(world, visit):
    three_levels.build(world.units["ministry"])
    give_post(world.people["vanphong"], "office_officer", world.units["ministry"])
    draft = org.draft_two_levels(three_levels.ACTOR)
    officer = visit("vanphong")

    officer.open(f"/sap-xep-don-vi/{draft.pk}/")
    officer.shoot("reorganisation-draft")
    officer.submit("Xem trước")
    officer.open(f"/sap-xep-don-vi/{draft.pk}/truoc-va-sau/")
    officer.shoot("reorganisation-preview")
    preview = officer.page.locator("main").inner_text()
    officer.press("Áp dụng", role="link")
    officer.shoot("reorganisation-confirm")
    officer.submit("Áp dụng")
    officer.shoot("reorganisation-applied")
    officer.open("/don-vi/cay/?ngay=30/06/2025")
    before = officer.page.locator("main").inner_text()
    officer.shoot("tree-before")
    officer.open("/don-vi/cay/?ngay=01/07/2025")
    after = officer.page.locator("main").inner_text()
    officer.shoot("tree-after")

    assert "Tỉnh Hà Nam" in preview
    assert ("Tỉnh Hà Nam" in before, "Tỉnh Nam Định" in before) == (True, True)
    assert ("Tỉnh Hà Nam" in after, "Tỉnh Nam Định" in after) == (False, False)
    # The small world has a commune of its own in each of its provinces.
    assert OrgUnit.objects.filter(kind="commune", valid_to=None).count() == 129 + 3
    assert officer.complaints == []
