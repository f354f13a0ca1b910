from django.contrib import admin

from archive.admin.base import EntryAdmin
from archive.admin.inlines import STATEMENT_INLINES
from archive.models import Collection


@admin.register(Collection)
class CollectionAdmin(EntryAdmin):
    columns = ("given_by",)
    inlines = [*STATEMENT_INLINES]
