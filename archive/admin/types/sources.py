from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES
from archive.models import Source


@admin.register(Source)
class SourceAdmin(ArchiveObjectAdmin):
    columns = ("kind", "publisher", "date_in_words")
    inlines = [*STATEMENT_INLINES]
