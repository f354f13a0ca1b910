from django.contrib import admin

from archive.admin.base import HangingAdmin
from archive.models import Participation


@admin.register(Participation)
class ParticipationAdmin(HangingAdmin):
    columns = ("person", "group", "count", "role")
    search_text_fields = ("group",)
