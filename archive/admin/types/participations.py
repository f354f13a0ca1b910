from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import Participation


@admin.register(Participation)
class ParticipationAdmin(PartAdmin):
    columns = ("person", "group", "count", "role")
    search_text_fields = ("group",)
