from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import Stage


@admin.register(Stage)
class StageAdmin(PartAdmin):
    columns = ("step", "date_in_words", "note")
    search_text_fields = ("note",)
