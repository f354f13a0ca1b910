from django.contrib import admin

from archive.admin.base import EntryAdmin
from archive.admin.inlines import SAID
from archive.models import Repatriation


@admin.register(Repatriation)
class RepatriationAdmin(EntryAdmin):
    columns = ("number", "date_in_words")
    inlines = [*SAID]
