from django.contrib import admin

from archive.admin.base import EntryAdmin
from archive.admin.inlines import STATEMENT_INLINES
from archive.models import Repatriation


@admin.register(Repatriation)
class RepatriationAdmin(EntryAdmin):
    columns = ("number", "date_in_words")
    inlines = [*STATEMENT_INLINES]
