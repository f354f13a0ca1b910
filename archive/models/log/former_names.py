"""Every name that a person ever had here, so that one that was corrected stays protected in earlier states."""

import json

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from archive.models.base.accessions import PERSON_PREFIX, prefix_of


class FormerName(models.Model):
    """One name or variant that a state in the log gives a person, today's among them. Written from the log's states."""

    subject = models.ForeignKey("archive.Accession", on_delete=models.CASCADE, related_name="former_names")
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "text"], name="a_former_name_is_kept_once")]

    def __str__(self):
        return _("a name of {reference}").format(reference=self.subject_id)


def names_of(state: dict) -> set[str]:
    """The names that a state of a person gives them."""
    variants = (name["text"] for name in state.get("hanging", {}).get("names", []))
    return {name for name in (state.get("name", ""), *variants) if name}


def index_names(states: dict[str, str]) -> None:
    """Write down the names in each of ``states``, canonical JSON by reference, that is a person's."""
    wanted = {
        (reference, name)
        for reference, state in states.items()
        if prefix_of(reference) == PERSON_PREFIX
        for name in names_of(json.loads(state))
    }
    if not wanted:
        return
    model = apps.get_model("archive", "FormerName")
    known = set(model.objects.filter(subject__in={one for one, _ in wanted}).values_list("subject_id", "text"))
    model.objects.bulk_create(model(subject_id=one, text=text) for one, text in sorted(wanted - known))
