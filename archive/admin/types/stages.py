from django.contrib import admin

from archive.admin.base import HangingAdmin
from archive.models import Stage


@admin.register(Stage)
class StageAdmin(HangingAdmin):
    columns = ("step", "date_in_words", "note")
    search_text_fields = ("note",)
