from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES, NameInline
from archive.models import Place


@admin.register(Place)
class PlaceAdmin(ArchiveObjectAdmin):
    columns = ("kind",)
    inlines = [NameInline, *STATEMENT_INLINES]
