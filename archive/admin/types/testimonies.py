from django.contrib import admin

from archive.admin.base import EntryAdmin
from archive.admin.inlines import SAID, ConsentInline
from archive.models import Testimony


@admin.register(Testimony)
class TestimonyAdmin(EntryAdmin):
    columns = ("date_in_words", "collected_by", "consent", "verification")
    inlines = [ConsentInline, *SAID]
    protected_words = ("summary", "text", "translation")
