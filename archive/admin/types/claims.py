from django.contrib import admin

from archive.admin.base import HangingAdmin
from archive.models import Claim


@admin.register(Claim)
class ClaimAdmin(HangingAdmin):
    columns = ("field", "term", "place", "date", "text", "of_whom")
    search_text_fields = ("text", "of_whom")
