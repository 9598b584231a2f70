"""The portal's lines in the menu."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.manifest import Manifest, MenuEntry, MenuGroup, SearchSource

MANIFEST = Manifest(
    code="portal",
    label=_("Trang chính"),
    searches=(SearchSource("pages", _("Trang"), "khuevan.portal.queries.pages", order=90),),
    menu=(MenuEntry(_("Trang chính"), "portal:home", "home", MenuGroup.HOME, order=0),),
)
