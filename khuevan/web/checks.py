"""What `manage.py check` says of the screens before anybody opens one."""

from django.core.checks import Warning as CheckWarning
from django.core.checks import register
from django.urls import NoReverseMatch, reverse

from khuevan.kernel.manifest import manifests

from .assets import BUILT


@register()
def built_files_exist(app_configs, **kwargs) -> list[CheckWarning]:
    if (BUILT / "manifest.json").exists():
        return []
    return [CheckWarning("The screens have no style: nothing was built.", hint="Run `npm ci && npm run build`.", id="web.W001")]


@register()
def menu_entries_lead_somewhere(app_configs, **kwargs) -> list[CheckWarning]:
    lost = [entry for manifest in manifests() for entry in manifest.menu if not _leads(entry.url_name)]
    return [CheckWarning(f"Menu entry “{entry.label}” names no page: {entry.url_name}", id="web.W002") for entry in lost]


def _leads(url_name: str) -> bool:
    try:
        reverse(url_name)
    except NoReverseMatch:
        return False
    return True
