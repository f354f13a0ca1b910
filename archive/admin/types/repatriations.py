from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES
from archive.models import Repatriation


@admin.register(Repatriation)
class RepatriationAdmin(ArchiveObjectAdmin):
    columns = ("number", "date_in_words")
    inlines = [*STATEMENT_INLINES]
