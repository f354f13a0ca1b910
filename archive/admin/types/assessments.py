from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import Assessment


@admin.register(Assessment)
class AssessmentAdmin(PartAdmin):
    columns = ("assessor", "findings")
    search_text_fields = ("findings",)
