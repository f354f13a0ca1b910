from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES
from archive.models import DiplomaticStatement


@admin.register(DiplomaticStatement)
class DiplomaticStatementAdmin(ArchiveObjectAdmin):
    columns = ("issuer", "form", "date_in_words")
    inlines = [*STATEMENT_INLINES]
