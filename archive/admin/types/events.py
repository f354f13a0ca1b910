from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES
from archive.models import Event


@admin.register(Event)
class EventAdmin(ArchiveObjectAdmin):
    columns = ("kind", "date_in_words")
    inlines = [*STATEMENT_INLINES]
