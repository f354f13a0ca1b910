"""What is being sent in, until it is whole: temporary files, of which those that nobody writes any more are swept."""

import time
from pathlib import Path

from django.conf import settings

OLD = 6 * 60 * 60  # seconds after which what is left of an upload is nobody's any more


def sweep() -> int:
    """Remove what is left of uploads whose process ended on the way; return how many files that were."""
    swept = 0
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*"):
        try:
            if time.time() - path.stat().st_mtime > OLD:
                path.unlink()
                swept += 1
        except FileNotFoundError:  # whoever wrote it took it away
            continue
    return swept
