from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import Passage


@admin.register(Passage)
class PassageAdmin(PartAdmin):
    columns = ("position", "subheading", "record")
    search_text_fields = ("subheading", "text")
