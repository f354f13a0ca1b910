from django.contrib import admin

from archive.admin.base import EntryAdmin
from archive.admin.inlines import SAID
from archive.models import Testimony


@admin.register(Testimony)
class TestimonyAdmin(EntryAdmin):
    columns = ("date_in_words", "collected_by", "consent", "verification")
    told = (
        "told_by",
        "told_by_label",
        "collected_by",
        "date",
        "places",
        "medium",
        "original_language",
        "text",
        "translation",
        "acts",
        "cases",
        "consent",
        "may_be_same_as",
    )
    inlines = [*SAID]
