"""The parts of a record, edited on the record's own page."""

from django.contrib import admin
from django.forms import BaseInlineFormSet, Script

from archive.admin.choices import SeenChoices
from archive.admin.citing import CitedRows
from archive.domain.permissions import has_permission
from archive.models import (
    Accession,
    Assessment,
    Citation,
    Claim,
    Consent,
    CustodyStep,
    EditorialNote,
    Name,
    Participation,
    Party,
    Passage,
    Relation,
    Stage,
    Translation,
)
from archive.vocabularies import DeskAction


class AuditedInline(CitedRows, SeenChoices, admin.StackedInline):
    """Rows that belong to one record."""

    extra = 0
    show_change_link = True
    view_on_site = False  # a part has no page of its own
    max_num = 10_000  # rows; Django stops at a thousand, and loses what is beyond

    class Media:
        js = (Script("archive/rows.js", type="module"),)

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, **{"absolute_max": self.max_num, **kwargs})

    def has_view_permission(self, request, obj=None):
        return obj is None or has_permission(request.user, DeskAction.READ, obj)

    def has_change_permission(self, request, obj=None):
        """Whoever may edit the record edits its parts; a record that is being entered is one's own."""
        writing = (DeskAction.EDIT, DeskAction.PROPOSE)
        return obj is None or any(has_permission(request.user, action, obj) for action in writing)

    has_add_permission = has_delete_permission = has_change_permission

    def get_autocomplete_fields(self, request):
        links = [*self.opts.concrete_fields, *self.opts.many_to_many]
        hook = self.model.parent_field
        return [f.name for f in links if f.is_relation and not f.primary_key and f.name != hook]


class SubjectFormSet(BaseInlineFormSet):
    """Rows that belong to any record or authority by its reference, which the page's record shares with its
    accession.
    """

    def __init__(self, *args, instance=None, **kwargs):
        self.archive_object = instance
        known = instance is not None and instance.reference
        super().__init__(*args, instance=Accession(pk=instance.reference) if known else Accession(), **kwargs)

    def save_new(self, form, commit=True):
        self.instance.pk = self.archive_object.reference  # given out by now, if the record is new
        return super().save_new(form, commit)


class SubjectInline(AuditedInline):
    formset = SubjectFormSet
    fk_name = "subject"

    def __init__(self, parent_model, admin_site):
        super().__init__(Accession, admin_site)


class CitationInline(SubjectInline):
    model = Citation


class ClaimInline(SubjectInline):
    model = Claim


class NameInline(SubjectInline):
    model = Name


class EditorialNoteInline(SubjectInline):
    model = EditorialNote


class TranslationInline(SubjectInline):
    model = Translation


class ParticipationInline(AuditedInline):
    model = Participation


class CustodyStepInline(AuditedInline):
    model = CustodyStep


class ConsentInline(AuditedInline):
    model = Consent


class RelationInline(AuditedInline):
    model = Relation
    fk_name = "person"


class AssessmentInline(AuditedInline):
    model = Assessment


class StageInline(AuditedInline):
    model = Stage


class PartyInline(AuditedInline):
    model = Party


class PassageInline(AuditedInline):
    model = Passage


STATEMENT_INLINES = [CitationInline, ClaimInline, EditorialNoteInline, TranslationInline]
