from archive.imports.schema.sheets import PUBLICATION_COLUMNS, Sheet
from archive.models import VideoEvidence

VIDEOS = Sheet(
    VideoEvidence,
    "reference",
    "title",
    "extent",
    "platform",
    "address",
    "first_seen",
    "date",
    "places",
    "duration",
    "acts",
    "cases",
    "still",
    "still_redacted",
    "file",
    "sha256",
    "showing_ground",
    "summary",
    "verification",
    "content_warning",
    *PUBLICATION_COLUMNS,
)
