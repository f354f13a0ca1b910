from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES, ParticipationInline
from archive.models import Case


@admin.register(Case)
class CaseAdmin(ArchiveObjectAdmin):
    columns = ("kind", "date_in_words", "verification")
    inlines = [ParticipationInline, *STATEMENT_INLINES]
