from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import EditorialNote


@admin.register(EditorialNote)
class EditorialNoteAdmin(PartAdmin):
    columns = ("field", "text", "signed", "noted_on")
    search_text_fields = ("text",)
