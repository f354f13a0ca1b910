from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import Claim


@admin.register(Claim)
class ClaimAdmin(PartAdmin):
    columns = ("field", "term", "place", "date", "text", "of_whom")
    search_text_fields = ("text", "of_whom")
