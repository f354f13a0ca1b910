from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import Consent


@admin.register(Consent)
class ConsentAdmin(PartAdmin):
    columns = ("use", "given_on", "withdrawn_on")
    search_text_fields = ("scope",)
