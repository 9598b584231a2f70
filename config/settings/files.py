"""Files that people send (under `MEDIA_ROOT`): who looks at them for viruses, when they are forgotten."""

import os

FILES_ORPHAN_HOURS = 24
FILES_CLAMDSCAN = os.environ.get("KHUEVAN_CLAMDSCAN", "")  # ClamAV's command, when the daemon runs on this machine
FILES_SCANNER = "khuevan.core.files.operations.scanning.clamdscan" if FILES_CLAMDSCAN else ""
