"""Files come in, are tied to what owns them, and are forgotten."""

from .collecting import collect_orphans
from .linking import link, unlink, write_down_download
from .receiving import keep_generated, put

__all__ = ["collect_orphans", "keep_generated", "link", "put", "unlink", "write_down_download"]
