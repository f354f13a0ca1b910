from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES, PartyInline, StageInline
from archive.models import LegalProceeding


@admin.register(LegalProceeding)
class LegalProceedingAdmin(ArchiveObjectAdmin):
    columns = ("kind", "forum", "date_in_words")
    inlines = [PartyInline, StageInline, *STATEMENT_INLINES]
