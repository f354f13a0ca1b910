from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES, ConsentInline
from archive.models import Testimony


@admin.register(Testimony)
class TestimonyAdmin(ArchiveObjectAdmin):
    columns = ("date_in_words", "collected_by", "consent", "verification")
    inlines = [ConsentInline, *STATEMENT_INLINES]
    whole_record_search_fields = ("summary", "text", "translation")
