from archive.imports.resources import ArchiveResource
from archive.models import VideoEvidence
from archive.models.archive_object import PUBLICATION_FIELDS


class VideoEvidenceResource(ArchiveResource):
    class Meta:
        model = VideoEvidence
        fields = (
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
            *PUBLICATION_FIELDS,
        )
