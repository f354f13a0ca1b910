from django.contrib import admin

from archive.admin.base import HangingAdmin
from archive.models import Name


@admin.register(Name)
class NameAdmin(HangingAdmin):
    columns = ("text", "language", "script", "kind")
    search_text_fields = ("text",)
