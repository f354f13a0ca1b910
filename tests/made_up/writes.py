"""Random writes of every kind, by every role, to an archive of made-up records."""

import io
import random
from contextlib import nullcontext, suppress
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from archive.domain.erasing import erase
from archive.domain.locking import ActionRefused
from archive.domain.merging import merge
from archive.domain.revisions import decide, propose
from archive.domain.unmerging import unmerge
from archive.domain.workflow import perform_transition
from archive.imports.batch.loading import import_file
from archive.imports.batch.progress import Progress
from archive.imports.batch.undoing import undo
from archive.models import (
    Batch,
    Case,
    Consent,
    Merge,
    Person,
    Place,
    Redirect,
    Source,
    Term,
    Testimony,
    User,
    VideoEvidence,
)
from archive.models.archive_object import archive_object_models
from archive.models.base.states import WORKFLOW_FIELDS, stored_fields
from archive.models.log.changes import last_change, last_state, recording
from archive.models.parts.part import part_models
from archive.vocabularies import Access, ConsentBasis, DeskAction, State, Verdict, WithdrawalGround
from tests import made_up
from tests.made_up.archives import LATER, hang, new_row, targets_of
from tests.made_up.everything import HANG
from tests.made_up.pictures import picture

REFUSED = (ActionRefused, ValidationError, IntegrityError, models.ProtectedError)
STEPS = [action for action in DeskAction if action in ("submit", "return", "publish", "withdraw", "reopen")]


def write(kind: str, chance: random.Random, users: list[User]) -> None:
    """Make one write of ``kind``, one of `KINDS`; where it is refused, or nothing is there for it, none is made."""
    as_one = recording() if kind in IN_SEVERAL_STEPS else nullcontext()
    with suppress(*REFUSED, _NothingThere), transaction.atomic(), as_one:
        KINDS[kind](chance, users)


IN_SEVERAL_STEPS = ("enter", "picture", "link", "hang", "hang by itself", "tie")


class _NothingThere(Exception):
    pass


def _one(chance: random.Random, *kinds: type[models.Model]):
    """A record of one of ``kinds``, or of any type."""
    rows = [row for model in kinds or archive_object_models() for row in model._base_manager.all()]
    if not rows:
        raise _NothingThere
    return chance.choice(sorted(rows, key=lambda row: row.pk))


def _rows() -> dict[str, list]:
    return {model.noun: list(model._base_manager.order_by("pk")) for model in archive_object_models()}


def _enter(chance, users):
    new_row(chance.choice(LATER), _rows(), chance)


def _change_state(chance, users):
    row = _one(chance)
    type(row).objects.filter(pk=row.pk).update(state=chance.choice(State.values))


def _change_access(chance, users):
    row = _one(chance)
    type(row).objects.filter(pk=row.pk).update(access=chance.choice(Access.values))


def _embargo(chance, users):
    row = _one(chance)
    row.embargo_until = chance.choice([None, timezone.now().date() + timedelta(days=chance.randint(-1, 2))])
    row.save()


def _rename(chance, users):
    row = _one(chance)
    row.title = f"made-up {chance.random()}"
    row.save()


def _mention(chance, users):
    row, person = _one(chance), _one(chance, Person)
    known = [person.pk, *Redirect.objects.filter(subject=person.pk).values_list("old", flat=True)]
    row.summary = f"It tells of [[{chance.choice(known)}]]." if row.pk != person.pk else "It tells of nobody."
    row.save()


def _name_publicly(chance, users):
    person = _one(chance, Person)
    named = not person.named_publicly
    person.name = person.name or f"Made-up Name {chance.random()}"
    person.named_publicly, person.naming_ground = named, "consent" if named else ""
    person.save()


def _coarsen(chance, users):
    place, wider = _one(chance, Place), _one(chance, Place)
    place.shown_as = wider if wider.pk != place.pk and place.shown_as is None else None
    place.save()


def _consent(chance, users):
    told = _one(chance, Testimony)
    if chance.random() < 0.5:
        told.consent = chance.choice(ConsentBasis.values)
        told.save()
    else:
        made_up.consent(told, use="publish", withdrawn_on=chance.choice([None, timezone.now().date()]))


def _give_consent_again(chance, users):
    one = _one(chance, Consent)
    one.withdrawn_on = None
    one.save()


def _picture(chance, users):
    if chance.random() < 0.5:
        row = _one(chance, VideoEvidence)
        row.showing_ground = chance.choice(["", "consent"])
        name = chance.choice(["still", "still_redacted"])
    else:
        row = _one(chance, Person)
        row.portrait_ground = chance.choice(["", "consent"])
        name = chance.choice(["portrait", "portrait_redacted"])
    getattr(row, name).save("made-up.jpg", picture(colour=chance.choice(["red", "grey"])), save=False)
    row.save()


def _recode(chance, users):
    """Another choice, short form or link to one record, in any field that has one."""
    row, rows = _one(chance), _rows()
    fields = [field for field in stored_fields(type(row)) if field.name not in WORKFLOW_FIELDS and _may_recode(field)]
    field = chance.choice(fields or [None])
    if field is None:
        raise _NothingThere
    if field.is_relation:
        targets = [one for one in targets_of(field, rows) if one.pk != row.pk]
        value = chance.choice(targets or [None])
        if value is None and not field.null:
            raise _NothingThere
    else:
        value = chance.choice([key for key, _ in field.flatchoices if key] or [f"made-up-{chance.random():.9f}"[2:]])
    setattr(row, field.name, value)
    row.save()


def _may_recode(field) -> bool:
    links = field.is_relation and field.name not in ("shown_as", "accession")
    return links or bool(field.choices) or field.name == "notation"


def _hidden_field(chance, users):
    """A field that nobody off the desk is shown."""
    if chance.random() < 0.5:
        VideoEvidence.objects.filter(pk=_one(chance, VideoEvidence).pk).update(address="https://made-up.example/")
    else:
        Person.objects.filter(pk=_one(chance, Person).pk).update(body=f"made-up {chance.random()}")


def _link(chance, users):
    row, rows = _one(chance), _rows()
    for field in row._meta.many_to_many:
        targets = targets_of(field, rows)
        getattr(row, field.name).set(chance.sample(targets, chance.randint(0, min(3, len(targets)))))


def _hang(chance, users):
    rows = _rows()
    hang(_one(chance, Case, Testimony, VideoEvidence), rows, chance)


def _hang_by_itself(chance, users):
    row = _one(chance)
    part = chance.choice(["names", "translations", "editorial-notes", "citations"])
    HANG[part](row)


def _tie(chance, users):
    one, other = _one(chance, Person), _one(chance, Person)
    if one.pk != other.pk:
        HANG["relations"](one, other)
        HANG["participations"](person=other)
        HANG["custody-steps"](one)


def _drop(chance, users):
    rows = [row for model in part_models() if model.user_editable for row in model._base_manager.order_by("pk")]
    if rows:
        chance.choice(rows).delete()


def _take_a_step(chance, users):
    row, action = _one(chance), chance.choice(STEPS)
    perform_transition(chance.choice(users), action, row, "a made-up note", chance.choice(WithdrawalGround.values))


def _revise(chance, users):
    row = _one(chance)
    state = last_state(row.pk) | {"title": f"made-up {chance.random()}"}
    revision = propose(chance.choice(users), state, "a made-up note")
    if revision is not None and chance.random() < 0.7:
        said = {one.key: {"verdict": Verdict.ACCEPT, "remark": ""} for one in revision.differences()}
        decide(chance.choice(users), revision, said, revision.token())


def _merge(chance, users):
    kept = _one(chance)
    absorbed = _one(chance, type(kept))
    known = {pk: last_change(pk).pk for pk in (kept.pk, absorbed.pk)}
    merge(chance.choice(users), kept.pk, absorbed.pk, {}, "", expected_change=known)


def _unmerge(chance, users):
    unmerge(chance.choice(users), _one(chance, Merge))


def _erase(chance, users):
    erase(_one(chance).pk, "a made-up decision")


def _change_many(chance, users):
    model = chance.choice([Source, Term, Case, Place])
    model.objects.update(**chance.choice([{"summary": f"made-up {chance.random()}"}, {"access": Access.PUBLIC}]))


def _import(chance, users):
    rows = [f"made-up {chance.random()},other,{chance.choice(State.values)},public" for _ in range(3)]
    table = "\n".join(["title,kind,state,access", *rows])
    import_file(io.BytesIO(table.encode()), "cases.csv", "cases")


def _undo(chance, users):
    batch = chance.choice(list(Batch.objects.filter(status="applied")) or [None])
    if batch is None:
        raise _NothingThere
    undo(batch, Progress())


KINDS = {
    "import": _import,
    "undo": _undo,
    "enter": _enter,
    "state": _change_state,
    "access": _change_access,
    "embargo": _embargo,
    "rename": _rename,
    "mention": _mention,
    "name publicly": _name_publicly,
    "coarsen": _coarsen,
    "consent": _consent,
    "consent again": _give_consent_again,
    "picture": _picture,
    "recode": _recode,
    "hidden field": _hidden_field,
    "link": _link,
    "hang": _hang,
    "hang by itself": _hang_by_itself,
    "tie": _tie,
    "drop": _drop,
    "step": _take_a_step,
    "revise": _revise,
    "merge": _merge,
    "unmerge": _unmerge,
    "erase": _erase,
    "change many": _change_many,
}
