from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import Name


@admin.register(Name)
class NameAdmin(PartAdmin):
    columns = ("text", "language", "script", "kind")
    search_text_fields = ("text",)
