from django.contrib import admin

from archive.admin.base import HangingAdmin
from archive.models import Party


@admin.register(Party)
class PartyAdmin(HangingAdmin):
    columns = ("role", "organisation", "person", "group")
    search_text_fields = ("group",)
