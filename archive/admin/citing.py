"""What is entered while one works from a source is cited to it, in the same save.

The form says what it will be cited to, and what is sent says it again: so a source that was chosen in another window
meanwhile is cited by nothing that was entered here. Of a new record the whole is cited, of one that stands each value
that changed, and each part that was entered without a citation of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from archive.admin.differing import ANSWERS, BOTH, CLAIMED, REPLACED, Difference, differences_of
from archive.admin.mixins import FormMixin, ModelAdminMixin
from archive.imports.types import SHEETS
from archive.models import (
    Assessment,
    Citation,
    Claim,
    CustodyStep,
    Passage,
    Relation,
    Source,
    Stage,
    WorkingSource,
)
from archive.models.access.users import RequestUser
from archive.models.archive_object import ArchiveObject
from archive.models.base.labels import field_label, label_plural
from archive.models.base.links import field_of
from archive.models.base.prefetching import several_of
from archive.models.base.states import WORKFLOW_FIELDS
from archive.models.base.types import Values
from archive.models.parts.part import Part
from archive.vocabularies import ClaimField

PartWithCitation = Assessment | Claim | CustodyStep | Passage | Relation | Stage
Context = dict[str, object]  # what a template is given
OF_THE_WHOLE = ""  # what a citation speaks of that supports the whole record
OWN_WORDS = frozenset({"title", "collection", "access", "embargo_until", "verification", "content_warning"})


class WorkedFromForm(forms.Form):
    """What a form of the desk says of the source that is worked from: which, where in it, and what is not cited."""

    prefix = "worked-from"

    cites = forms.BooleanField(label=gettext_lazy("Cite what I enter here to it"), required=False)
    source = forms.ModelChoiceField(Source.objects.none(), required=False, widget=forms.HiddenInput)
    locator = forms.CharField(
        label=pgettext_lazy("a place in a source", "at"),
        max_length=Citation._meta.get_field("locator").max_length,
        required=False,
        widget=forms.TextInput({"class": "vTextField"}),
    )
    not_cited = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    also = forms.MultipleChoiceField(
        label=gettext_lazy("It also says"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args, user: RequestUser, values: Iterable[str], stated: Iterable[tuple[str, str]] = (), **kwargs
    ):
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["source"]).queryset = Source.objects.visible_to(user)
        cast(forms.MultipleChoiceField, self.fields["not_cited"]).choices = [(name, name) for name in values]
        cast(forms.MultipleChoiceField, self.fields["also"]).choices = list(stated)
        self.asked: list[tuple[Difference, forms.BoundField]] = []  # where it says otherwise than what is cited
        for name in CLAIMED:
            self.fields[f"differs-{name}"] = forms.ChoiceField(
                choices=ANSWERS, required=False, widget=forms.RadioSelect
            )

    @property
    def cited_source(self) -> Source | None:
        """The source that is to be cited; ``None`` where none is, or what was sent can't be read."""
        if not self.is_bound or not self.is_valid() or not self.cleaned_data["cites"]:
            return None
        return cast(Source | None, self.cleaned_data["source"])

    def answer_to(self, difference: Difference) -> str:
        """What was answered to ``difference``, which is asked about from now on."""
        name = f"differs-{difference.name}"
        self.asked.append((difference, self[name]))
        return str(self.cleaned_data[name])


@dataclass
class Citing:
    """The citations of one record to one place in one source, made as they are needed."""

    record: ArchiveObject
    source: Source
    locator: str
    made: list[Citation] = field(default_factory=list)

    def to(self, about: str) -> Citation:
        """The citation that supports ``about``, a field, a kind of parts or the whole; made where there is none."""
        there = Citation.objects.filter(subject=self.record.reference, source=self.source, locator=self.locator)
        for supported in (OF_THE_WHOLE, about):
            if found := there.filter(field=supported).order_by("accession__number").first():
                return found
        citation = Citation(subject_id=self.record.reference, source=self.source, locator=self.locator, field=about)
        citation.save()
        self.made.append(citation)
        return citation

    def in_words(self) -> str:
        """What was cited, and to what."""
        labels = ", ".join(_label(type(self.record), one.field) for one in self.made)
        where = f"{self.source.pk}, {self.locator}" if self.locator else self.source.pk
        return _("Cited to {where}: {labels}.").format(where=where, labels=labels)


class _CitingForm(forms.ModelForm):
    worked_from: WorkedFromForm
    kept_both: tuple[Difference, ...] = ()  # what stays as it is, with a claim of each source

    def clean(self) -> Values | None:
        if self.worked_from.is_bound and not self.worked_from.is_valid():
            raise ValidationError(_("Nothing was saved. Correct what is marked at the source that you work from."))
        cleaned: Values | None = super().clean()
        if source := self.worked_from.cited_source:
            for difference in differences_of(self, source):
                self._decide_on(difference)
        return cleaned

    def _decide_on(self, difference: Difference) -> None:
        answer = self.worked_from.answer_to(difference)
        if answer == BOTH:
            self.kept_both += (difference,)
            value = difference.before
            self.cleaned_data[difference.name] = list(value) if difference.name == "places" else value[0]
        elif answer != REPLACED:
            self.add_error(difference.name, _("Other sources say otherwise. Choose above whether to keep both."))


class CitingMixin(ModelAdminMixin):
    """The form of a record or an authority."""

    def get_form(
        self, request: HttpRequest, obj: ArchiveObject | None = None, change: bool = False, **kwargs
    ) -> type[forms.ModelForm]:
        """A form that is refused where what it says of the source that is worked from can't be read."""
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (_CitingForm, form), {"worked_from": self._worked_from(request, obj)})

    def render_change_form(self, request: HttpRequest, context: Context, *args, **kwargs) -> HttpResponse:
        add = kwargs.get("add", False)
        if add or self.has_change_permission(request, kwargs.get("obj")):
            working = _working_source(request)
            form = self._worked_from(request, kwargs.get("obj"))
            named = form["source"].value()
            context["may_cite"] = True
            context["working"] = working if named == getattr(working, "source_id", None) else None
            context["worked_from"] = form
            context["cited_values"] = "" if add else " ".join(self._citable)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Iterable[BaseModelFormSet], change: bool
    ) -> None:
        said = self._worked_from(request, form.instance if change else None)
        source = said.cited_source
        if source is None:
            return super().save_related(request, form, formsets, change)
        citing = Citing(cast(ArchiveObject, form.instance), source, str(said.cleaned_data["locator"]))
        if change:
            self._cite_changes(citing, cast(_CitingForm, form))
        elif not _cites(formsets, source):
            citing.to(OF_THE_WHOLE)
        for part in _parts_without_citation(formsets):
            part.citation = citing.to(_spoken_of(part))
        super().save_related(request, form, formsets, change)
        if citing.made:
            self.message_user(request, citing.in_words(), messages.INFO)

    def _cite_changes(self, citing: Citing, form: _CitingForm) -> None:
        """Cite each value that ``form`` changed, and claim what differs from what others are cited for."""
        not_cited: list[str] = form.worked_from.cleaned_data["not_cited"]
        changed: list[str] = form.changed_data
        cleaned: dict[str, object] = form.cleaned_data
        skipped = {*not_cited, *(one.name for one in form.kept_both)}
        for name in changed:
            if name in self._citable and name not in skipped and cleaned.get(name):
                citing.to(name)
        also: list[str] = form.worked_from.cleaned_data["also"]
        for name in also:
            if name not in changed and name not in skipped:
                citing.to(name)
        for difference in form.kept_both:
            for claim in difference.claims(citing.to(CLAIMED[difference.name])):
                claim.save()

    @property
    def _citable(self) -> list[str]:
        """The fields that say what sources say, in the order of the sheet."""
        fields = (*self.opts.concrete_fields, *self.opts.many_to_many)
        written = {field.name for field in fields if field.editable} - OWN_WORDS - WORKFLOW_FIELDS
        return [name for name in dict.fromkeys(("summary", *SHEETS[self.model.noun].names)) if name in written]

    def _worked_from(self, request: HttpRequest, row: ArchiveObject | None) -> WorkedFromForm:
        known: dict[str, WorkedFromForm] = request.__dict__.setdefault("worked_from", {})
        if self.model.noun not in known:
            working = _working_source(request)
            initial = {"cites": True, "source": working.source_id, "locator": working.locator} if working else {}
            sent = request.POST if request.method == "POST" else None
            stated = [(name, field_label(row.noun, name)) for name in self._citable if _has(row, name)] if row else []
            known[self.model.noun] = WorkedFromForm(
                sent, initial=initial, user=request.user, values=self._citable, stated=stated
            )
        return known[self.model.noun]


class CitedRows(FormMixin):
    """Parts that may be left without a citation while one works from a source, for they are cited to it."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "citation" and (working := _working_source(request)):
            kwargs["required"] = False
            kwargs["help_text"] = _("Left empty, it is cited to the source that you work from: {source}.").format(
                source=working
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _has(row: ArchiveObject, name: str) -> bool:
    """Whether ``row`` says something in the field ``name``."""
    value: object = getattr(row, name)
    return bool(several_of(row, name)) if field_of(type(row), name).many_to_many else bool(value)


def _working_source(request: HttpRequest) -> WorkingSource | None:
    """That of whoever asks, looked up once a request."""
    known: dict[str, WorkingSource | None] = request.__dict__.setdefault("working_source", {})
    if "own" not in known:
        known["own"] = WorkingSource.objects.of(request.user)
    return known["own"]


def _filled_in(formset: BaseModelFormSet) -> list[Part]:
    """The rows of ``formset`` that are new or changed, and stay."""
    rows: list[forms.ModelForm] = formset.forms
    deleted: list[forms.ModelForm] = formset.deleted_forms
    return [cast(Part, one.instance) for one in rows if one.has_changed() and one not in deleted]


def _cites(formsets: Iterable[BaseModelFormSet], source: Source) -> bool:
    """Whether a citation of ``source`` is entered by hand."""
    rows = (row for formset in formsets if formset.model is Citation for row in _filled_in(formset))
    return any(isinstance(row, Citation) and row.source_id == source.pk for row in rows)


def _parts_without_citation(formsets: Iterable[BaseModelFormSet]) -> Iterator[PartWithCitation]:
    """What was entered that says something, and has no citation of its own."""
    for row in (row for formset in formsets for row in _filled_in(formset)):
        says = not isinstance(row, Passage) or bool(row.text)
        if isinstance(row, PartWithCitation) and row.citation_id is None and says:
            yield row


def _spoken_of(part: Part) -> str:
    return part.field if isinstance(part, Claim) else part.noun


def _label(model: type[ArchiveObject], about: str) -> str:
    if about == OF_THE_WHOLE:
        return _("the whole record")
    if about in ClaimField.values:
        return str(ClaimField(about).label)
    own = {one.name for one in model._meta.get_fields()}
    return field_label(model.noun, about) if about in own else label_plural(about)
