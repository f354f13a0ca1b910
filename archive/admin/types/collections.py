from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES
from archive.models import Collection


@admin.register(Collection)
class CollectionAdmin(ArchiveObjectAdmin):
    columns = ("given_by",)
    inlines = [*STATEMENT_INLINES]
