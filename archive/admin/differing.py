"""Where a second source says otherwise than those that are cited, both are kept as claims, unless one was a mistake."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.dates import edtf
from archive.models import Citation, Claim, Place, Source
from archive.models.archive_object import ArchiveObject
from archive.models.base.labels import field_label
from archive.models.base.prefetching import several_of
from archive.vocabularies import ClaimField

CLAIMED = {"date": ClaimField.DATE, "places": ClaimField.PLACE}  # fields of records, and what a claim on them is called
BOTH, REPLACED = "both", "replaced"
ANSWERS = (
    (BOTH, gettext_lazy("Sources differ: keep both, each as a claim of its source")),
    (REPLACED, gettext_lazy("What was here is a mistake: replace it")),
)


@dataclass(frozen=True)
class Difference:
    """One field of a record that is changed from one source, while others are cited for what it says."""

    name: str
    record: ArchiveObject
    before: tuple[object, ...]
    after: tuple[object, ...]
    citations: tuple[Citation, ...]  # what supports the value that it has

    @property
    def question(self) -> str:
        cited = ", ".join(dict.fromkeys(citation.source_id for citation in self.citations))
        return _("{field}: {sources} is cited for “{before}”, and you entered “{after}”.").format(
            field=field_label(self.record.noun, self.name),
            sources=cited,
            before=_in_words(self.before),
            after=_in_words(self.after),
        )

    def claims(self, new: Citation) -> Iterator[Claim]:
        """The claims that say it all: of each citation what stands, and of ``new`` what was entered; none twice."""
        for citation, values in (*((one, self.before) for one in self.citations), (new, self.after)):
            for value in values:
                claim = Claim(subject_id=self.record.reference, field=CLAIMED[self.name], citation=citation)
                if isinstance(value, Place):
                    claim.place = value
                else:
                    claim.date = str(value)
                if not _stands(claim):
                    yield claim


def differences_of(form: forms.ModelForm, source: Source) -> list[Difference]:
    """The fields of ``form`` that it changes from what other sources than ``source`` are cited for."""
    record, cleaned = cast(ArchiveObject, form.instance), cast(dict[str, object], form.cleaned_data)
    changed: list[str] = form.changed_data
    if not record.pk:
        return []
    cited = [one for one in Citation.objects.filter(subject=record.pk).order_by("pk") if one.source_id != source.pk]
    found = []
    for name in CLAIMED:
        if name in changed and name in cleaned:
            before, after = _values(_stored(record, name)), _values(cleaned[name])
            own = [one for one in cited if one.field == name]
            support = own or [one for one in cited if not one.field]
            if support and before and after and not set(before) <= set(after):
                found.append(Difference(name, record, before, after, tuple(support)))
    return found


def _stands(claim: Claim) -> bool:
    """Whether the same is claimed already, by the same citation."""
    there = Claim.objects.filter(subject=claim.subject_id, field=claim.field, citation=claim.citation)
    return there.filter(place=claim.place_id, date=claim.date).exists()


def _stored(record: ArchiveObject, name: str) -> object:
    if name == "places":
        return several_of(record, name)
    stored: object = getattr(record, name)
    return stored


def _values(value: object) -> tuple[object, ...]:
    """The values of a field, one by one: several where it is a link to several, and none where it is empty."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(value)
    return (str(value),) if value else ()


def _in_words(values: Iterable[object]) -> str:
    return ", ".join(value.title if isinstance(value, Place) else edtf.parse(str(value)).words for value in values)
