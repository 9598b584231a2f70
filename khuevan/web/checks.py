"""What `manage.py check` says of the screens before anybody opens one."""

from django.conf import settings
from django.core.checks import Warning as CheckWarning
from django.core.checks import register
from django.urls import NoReverseMatch, reverse

from khuevan.kernel.manifest import manifests


@register()
def built_files_exist(app_configs, **kwargs) -> list[CheckWarning]:
    if settings.VITE_MANIFEST.exists():
        return []
    return [CheckWarning("The screens have no style: nothing was built.", hint="Run `npm ci && npm run build`.", id="web.W001")]


@register()
def menu_entries_lead_somewhere(app_configs, **kwargs) -> list[CheckWarning]:
    lost = [entry for manifest in manifests() for entry in manifest.menu if not _leads(entry.url_name)]
    return [CheckWarning(f"Menu entry “{entry.label}” names no page: {entry.url_name}", id="web.W002") for entry in lost]


@register()
def menu_icons_are_drawn(app_configs, **kwargs) -> list[CheckWarning]:
    drawn = "".join(sprite.read_text() for sprite in settings.VITE_MANIFEST.parent.glob("assets/icons-*.svg"))
    lost = [entry for manifest in manifests() for entry in manifest.menu if drawn and f'id="{entry.icon}"' not in drawn]
    return [
        CheckWarning(f"Icon “{entry.icon}” is not in the sprite.", hint="Run `npm run build`.", id="web.W003") for entry in lost
    ]


def _leads(url_name: str) -> bool:
    try:
        reverse(url_name)
    except NoReverseMatch:
        return False
    return True
