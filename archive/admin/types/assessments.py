from django.contrib import admin

from archive.admin.base import HangingAdmin
from archive.models import Assessment


@admin.register(Assessment)
class AssessmentAdmin(HangingAdmin):
    columns = ("assessor", "findings")
    search_text_fields = ("findings",)
