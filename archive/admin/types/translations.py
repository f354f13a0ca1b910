from django.contrib import admin

from archive.admin.base import HangingAdmin
from archive.models import Translation


@admin.register(Translation)
class TranslationAdmin(HangingAdmin):
    columns = ("field", "language", "text", "translated_by")
    search_text_fields = ("text",)
