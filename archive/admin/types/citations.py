from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import Citation


@admin.register(Citation)
class CitationAdmin(PartAdmin):
    columns = ("source", "locator", "field", "reported_by")
    steward_search_fields = ("locator", "quotation")
