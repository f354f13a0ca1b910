from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import CustodyStep


@admin.register(CustodyStep)
class CustodyStepAdmin(PartAdmin):
    columns = ("step", "date_in_words", "place")
    steward_search_fields = ("note",)
