from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import Relation


@admin.register(Relation)
class RelationAdmin(PartAdmin):
    columns = ("kind", "other", "certainty")
    steward_search_fields = ("note",)
