from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import Party


@admin.register(Party)
class PartyAdmin(PartAdmin):
    columns = ("role", "organisation", "person", "group")
    search_text_fields = ("group",)
