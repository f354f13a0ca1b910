"""Dates at the desk, as people write them: what was typed is told back in words, and what has two meanings is asked."""

from collections.abc import Mapping
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive.dates import edtf, typed_dates

MEANT = "meant"  # what the name of the choice ends in, of what an ambiguous date means
MAX_TYPED = 200  # characters that are read at all


class DateReading(NamedTuple):
    """What a typed date says: in ``words``, or which ``meanings`` it can have (EDTF and words), or its ``problem``."""

    words: str = ""
    meanings: tuple[tuple[str, str], ...] = ()
    problem: str = ""


def reading_of(typed: str) -> DateReading:
    """How ``typed`` is read; of nothing typed, there is nothing to say."""
    if not typed.strip():
        return DateReading()
    try:
        return DateReading(words=edtf.parse(typed_dates.read(typed.strip()[:MAX_TYPED])).words)
    except typed_dates.Ambiguous as error:
        return DateReading(meanings=tuple((one, edtf.parse(one).words) for one in error.meanings))
    except edtf.NotADate as error:
        return DateReading(problem=_problem(typed, error.reason))


def _problem(typed: str, reason: str) -> str:
    return _(
        "“{typed}” can’t be read as a date: {why}. Expected a date as people write it, such as 9 October 2020, "
        "Oct 2020, between 9 and 15 October 2020, about 2020."
    ).format(typed=typed[:60], why=reason)


class TypedDateInput(forms.TextInput):
    """A text field with its reading beside, and a choice below it where what stands in it has two meanings."""

    template_name = "admin/archive/typed_date.html"

    class Media:
        js = (forms.Script("archive/typed_dates.js", type="module"),)

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        typed = "" if value is None else str(value)
        context: dict[str, object] = super().get_context(name, typed, {**(attrs or {}), "class": "typed-date-input"})
        return context | {"reading": reading_of(typed), "meant": f"{name}-{MEANT}"}

    def value_from_datadict(self, data: Mapping[str, object], files: object, name: str) -> str:
        """What was typed; where that has two meanings and one was chosen, the EDTF of that one."""
        typed, meant = str(data.get(name) or ""), str(data.get(f"{name}-{MEANT}") or "")
        return meant if meant and meant in dict(reading_of(typed).meanings) else typed


class TypedDateField(forms.CharField):
    """The form field of an imprecise date."""

    widget = TypedDateInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {"maxlength": str(MAX_TYPED)}  # words are longer than the EDTF that is kept

    def to_python(self, value: object) -> str:
        typed = super().to_python(value) or ""
        reading = reading_of(typed)
        if reading.meanings:
            raise ValidationError(_("“{typed}” can mean more than one date. Choose which.").format(typed=typed[:60]))
        if reading.problem:
            raise ValidationError(reading.problem)
        return typed_dates.read(typed.strip()) if reading.words else ""

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return str(initial or "") != self.to_python(data)
        except ValidationError:
            return True


@require_POST
def read_date(request: HttpRequest) -> JsonResponse:
    """As JSON, how ``typed`` is read, for the field that it is being typed into."""
    return JsonResponse(reading_of(request.POST.get("typed", "").replace("\x00", ""))._asdict())
