from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import Translation


@admin.register(Translation)
class TranslationAdmin(PartAdmin):
    columns = ("field", "language", "text", "translated_by")
    search_text_fields = ("text",)
