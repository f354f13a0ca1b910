"""What is wrong with a form, listed on top of it, each with the way to its field."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

from django.contrib.admin.helpers import InlineAdminFormSet
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import ModelForm
from django.utils.translation import gettext as _

from archive.languages import capitalised


class FormError(NamedTuple):
    """One error: the id of what it is about, what that is called, and what is said of it."""

    leads_to: str
    label: str
    words: str


def form_errors(form: ModelForm, inlines: list[InlineAdminFormSet]) -> list[FormError]:
    """The errors of ``form`` and of the rows of ``inlines``, in the order in which they stand."""
    found = list(_of(form, ""))
    for inline in inlines:
        kind = capitalised(str(inline.opts.verbose_name))
        for number, row in enumerate(inline.formset.forms):
            label = _("{kind} {number}").format(kind=kind, number=number + 1)
            found += _of(row, label, f"{inline.formset.prefix}-{number}")
    return found


def _of(form: ModelForm, row: str, leads_to: str = "") -> Iterator[FormError]:
    for name, errors in cast(Mapping[str, list[str]], form.errors).items():
        if name == NON_FIELD_ERRORS:
            yield from (FormError(leads_to, row, error) for error in errors if row)
            continue
        field = form[name]
        label = _("{row}, {field}").format(row=row, field=field.label) if row else str(field.label)
        yield from (FormError(field.id_for_label, label, error) for error in errors)
