from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import CitationInline, PassageInline
from archive.models import Feature


@admin.register(Feature)
class FeatureAdmin(ArchiveObjectAdmin):
    columns = ("slug", "language", "position")
    inlines = [PassageInline, CitationInline]
