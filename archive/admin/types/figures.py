from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES
from archive.models import ReportedFigure


@admin.register(ReportedFigure)
class ReportedFigureAdmin(ArchiveObjectAdmin):
    columns = ("measure", "value", "value_words", "date_in_words")
    inlines = [*STATEMENT_INLINES]
