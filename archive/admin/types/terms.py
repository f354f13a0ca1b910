from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES, NameInline
from archive.models import Term


@admin.register(Term)
class TermAdmin(ArchiveObjectAdmin):
    columns = ("scheme", "notation")
    inlines = [NameInline, *STATEMENT_INLINES]
