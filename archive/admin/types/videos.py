from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES, AssessmentInline
from archive.models import VideoEvidence


@admin.register(VideoEvidence)
class VideoEvidenceAdmin(ArchiveObjectAdmin):
    columns = ("platform", "date_in_words", "content_warning", "verification")
    inlines = [AssessmentInline, *STATEMENT_INLINES]
