from django.contrib import admin

from archive.admin.base import EntryAdmin
from archive.admin.inlines import SAID, CustodyStepInline, NameInline
from archive.models import Person


@admin.register(Person)
class PersonAdmin(EntryAdmin):
    columns = ("name", "named_publicly")
    inlines = [NameInline, CustodyStepInline, *SAID]
    protected_words = ("name",)
