from django.contrib import admin, messages
from django.utils.translation import gettext as _

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.inlines import STATEMENT_INLINES, CustodyStepInline, NameInline, RelationInline
from archive.domain.protected_names import find_published, protected_names
from archive.domain.workflow import MAX_TOLD
from archive.models import Person


@admin.register(Person)
class PersonAdmin(ArchiveObjectAdmin):
    columns = ("name", "named_publicly")
    inlines = [NameInline, CustodyStepInline, RelationInline, *STATEMENT_INLINES]
    whole_record_search_fields = ("name",)

    def save_related(self, request, form, formsets, change):
        """Whoever makes a person protected, or enters a name, is shown where it is public already."""
        super().save_related(request, form, formsets, change)
        found = [f"{reference} {place}" for reference, place in find_published(protected_names(form.instance.pk))]
        for line in found[:MAX_TOLD]:
            self.message_user(
                request, _("A name of this person appears in public: {line}").format(line=line), messages.WARNING
            )
        if len(found) > MAX_TOLD:
            self.message_user(
                request, _("… and in {number} more places.").format(number=len(found) - MAX_TOLD), messages.WARNING
            )
