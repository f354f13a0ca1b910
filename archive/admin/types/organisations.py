from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES, NameInline
from archive.models import Organisation


@admin.register(Organisation)
class OrganisationAdmin(ArchiveObjectAdmin):
    columns = ("kind", "country")
    inlines = [NameInline, *STATEMENT_INLINES]
