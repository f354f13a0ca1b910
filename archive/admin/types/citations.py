from django.contrib import admin

from archive.admin.base import HangingAdmin
from archive.models import Citation


@admin.register(Citation)
class CitationAdmin(HangingAdmin):
    columns = ("source", "locator", "field", "reported_by")
    steward_search_fields = ("locator", "quotation")
