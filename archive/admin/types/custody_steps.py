from django.contrib import admin

from archive.admin.base import HangingAdmin
from archive.models import CustodyStep


@admin.register(CustodyStep)
class CustodyStepAdmin(HangingAdmin):
    columns = ("step", "date_in_words", "place")
    steward_search_fields = ("note",)
