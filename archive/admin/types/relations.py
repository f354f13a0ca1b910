from django.contrib import admin

from archive.admin.base import HangingAdmin
from archive.models import Relation


@admin.register(Relation)
class RelationAdmin(HangingAdmin):
    columns = ("kind", "other", "certainty")
    steward_search_fields = ("note",)
