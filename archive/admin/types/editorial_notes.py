from django.contrib import admin

from archive.admin.base import HangingAdmin
from archive.models import EditorialNote


@admin.register(EditorialNote)
class EditorialNoteAdmin(HangingAdmin):
    columns = ("field", "text", "signed", "noted_on")
    search_text_fields = ("text",)
