"""Reported figures: each one number that somebody published."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.languages import in_each_language
from archive.models.records.record import Record
from archive.vocabularies import FigureMeasure, Qualifier

NUMBERS = {
    Qualifier.EXACTLY: _("exactly {number}"),
    Qualifier.ABOUT: _("about {number}"),
    Qualifier.AT_LEAST: _("at least {number}"),
    Qualifier.OVER: _("over {number}"),
}


class ReportedFigure(Record):
    """One number that somebody published, as they published it; its date is the day it speaks of."""

    noun = "figures"
    prefix = "FIG"
    protection = Record.protection.extended(
        shown=("measure", "counted", "value", "value_words", "qualifier", "reported_by")
    )
    labels = {
        "date": _("As of"),
        "measure": _("Sort of count"),
        "counted": _("What is counted"),
        "value": _("Number"),
        "value_words": _("Number in words"),
        "qualifier": _("Precision"),
    }
    search_fields = ("title", "summary", "counted", "value_words")

    combined_fields = {"value": ("qualifier", "value", "value_words")}

    measure = models.CharField(
        _("measure"), max_length=12, choices=FigureMeasure, help_text=_("What sort of thing is counted.")
    )
    counted = models.CharField(
        _("counted"), max_length=300, help_text=_("What exactly is counted, in the source’s words.")
    )
    value = models.PositiveIntegerField(_("value"), null=True, blank=True, help_text=_("The number."))
    value_words = models.CharField(
        _("value words"), max_length=100, blank=True, help_text=_("Words in place of a number: “hundreds”.")
    )
    qualifier = models.CharField(
        _("qualifier"),
        max_length=10,
        choices=Qualifier,
        blank=True,
        help_text=_("How exactly the number is meant, if the source says."),
    )
    reported_by = models.ForeignKey(
        "archive.Organisation",
        verbose_name=_("reported by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="figures",
        help_text=_("Who published the number. Empty if it is the source’s own."),
    )

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, value_words="") | (Q(value__isnull=True) & ~Q(value_words="")),
                name="a_figure_is_a_number_or_words",
                violation_error_message=_("Enter either the number or the words used instead of it."),
            )
        ]

    def extra_search_texts(self) -> list[str]:
        """The number with how exactly it is given, in each language of the interface: over 200."""
        number = self.value_words if self.value is None else str(self.value)
        template = NUMBERS.get(self.qualifier, "{number}")
        return sorted(said.format(number=number) for said in in_each_language(template))

    def combined_value(self, name: str, shown) -> tuple[str, str]:
        return number_text(shown), self.language_of("value_words") if self.value is None else ""


def number_text(figure) -> str:
    """The number of a figure, as it is shown, with how exactly it is given: over 200."""
    number = figure.value_words if figure.value is None else str(figure.value)
    template = NUMBERS.get(figure.qualifier)
    return template.format(number=number) if template else number
