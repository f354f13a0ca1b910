"""Persons in running text: written as ``[[PER-0007]]``, shown to each reader by the name or label they may know."""

import re
from collections.abc import Callable, Iterable
from typing import Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from archive.models.base.accessions import PERSON_PREFIX, prefix_of
from archive.models.base.registry import registered_models

MENTION = re.compile(rf"\[\[({PERSON_PREFIX}-[0-9]{{4,9}})\]\]")
HIDDEN_PERSON_LABEL = "a person"  # what a reader is told of somebody whose record is hidden from them


def mentioned_in(text: str) -> set[str]:
    """The references of the persons whom ``text`` names."""
    return set(MENTION.findall(text))


def in_words(text: str, user) -> str:
    """``text`` with each person called as ``user`` may know them."""
    return _replace_mentions(text, user, lambda mention, person: person.masked_for(user).heading)


def resolve_mentions(rows: Iterable[models.Model], names: Iterable[str], user) -> None:
    """Put the names of persons into the texts ``names`` of ``rows``, to be shown and not saved: all in one query."""
    rows, names = list(rows), [name for name in names if isinstance(_field(rows, name), ProseField)]
    texts = [str(getattr(row, name)) for row in rows for name in names]
    if not any("[[" in text for text in texts):
        return
    told = in_words("\x00".join(texts), user).split("\x00")
    for (row, name), text in zip(((row, name) for row in rows for name in names), told, strict=True):
        setattr(row, name, text)


def _field(rows: list[models.Model], name: str) -> object:
    return next((one for one in rows[0]._meta.concrete_fields if one.name == name), None) if rows else None


def without_hidden(text: str, user) -> str:
    """``text`` as it was written, but for the references of persons whose records are hidden from ``user``."""
    return _replace_mentions(text, user, lambda mention, person: mention)


def _replace_mentions(text: str, user, words: Callable) -> str:
    wanted = mentioned_in(text)
    if not wanted:
        return text
    led = _redirects().destinations_of(wanted)
    people = apps.get_model("archive", "Person").objects.visible_to(user).in_bulk({*wanted, *led.values()})

    def replacement(match: re.Match) -> str:
        person = people.get(led.get(match[1], match[1]))
        return words(match[0], person) if person else HIDDEN_PERSON_LABEL

    return MENTION.sub(replacement, text)


def validate_mentions(text: str) -> None:
    """Raise `ValidationError` where ``text`` names somebody of whom there is no record."""
    wanted = mentioned_in(text)
    if wanted:
        known = set(apps.get_model("archive", "Person").objects.filter(pk__in=wanted).values_list("pk", flat=True))
        if unknown := sorted(wanted - known - set(_redirects().destinations_of(wanted))):
            raise ValidationError(
                _("There is no person {references}. Expected the reference of one, in [[ ]].").format(
                    references=", ".join(unknown)
                )
            )


class ProseField(models.TextField):
    """Running text, in which persons are named by reference."""

    default_validators = [validate_mentions]


class MentionQuerySet(models.QuerySet["Mention"]):
    def of(self, people: Iterable[str]) -> Self:
        """The mentions of ``people``, by their references and by those that lead to them since a merge."""
        wanted = set(people)
        led = _redirects().filter(subject__in=wanted).values_list("old", flat=True)
        return self.filter(person__in=wanted.union(led))


class Mention(models.Model):
    """That the record ``subject``, or its parts, names ``person`` in a text. Written from the log's states.

    ``person`` is the reference that the text has, wherever that leads: a merge may be taken back.
    """

    subject = models.ForeignKey("archive.Accession", on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey("archive.Accession", on_delete=models.CASCADE, related_name="mentioned_in")

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "person"], name="a_mention_is_kept_once")]

    def __str__(self):
        return f"{self.person_id}, {self.subject_id}"


def index_mentions(states: dict[str, str]) -> None:
    """Write down whom each of ``states``, canonical JSON by reference, names; and find anew who is named otherwise.

    A person whose name is shown or hidden now is found, or not, in the texts that name them.
    """
    wanted = {(subject, person) for subject, state in states.items() for person in mentioned_in(state)}
    kept = set(Mention.objects.filter(subject__in=states).values_list("subject_id", "person_id"))
    for subject, person in kept - wanted:
        Mention.objects.filter(subject=subject, person=person).delete()
    known = set(_register().filter(pk__in={person for _, person in wanted - kept}).values_list("pk", flat=True))
    new = [Mention(subject_id=one, person_id=other) for one, other in sorted(wanted - kept) if other in known]
    Mention.objects.bulk_create(new)
    if people := [reference for reference in states if prefix_of(reference) == PERSON_PREFIX]:
        _find_anew(Mention.objects.of(people))


def _register():
    return apps.get_model("archive", "Accession").objects


def _redirects():
    return apps.get_model("archive", "Redirect").objects


def _find_anew(mentions: models.QuerySet) -> None:
    subjects = set(mentions.values_list("subject_id", flat=True))
    if not subjects:
        return
    for model in registered_models():
        if model.parent_field:
            continue
        rows = list(model._base_manager.filter(pk__in=subjects))
        for row in rows:
            row.search_text = row.public_search_text()
        models.QuerySet.bulk_update(model._base_manager.all(), rows, ["search_text"])
