from django.contrib import admin

from archive.admin.base import EntryAdmin
from archive.admin.inlines import SAID
from archive.models import Event


@admin.register(Event)
class EventAdmin(EntryAdmin):
    columns = ("kind", "date_in_words")
    inlines = [*SAID]
