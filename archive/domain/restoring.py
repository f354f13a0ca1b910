"""From a state back to a record: the record, and its parts, made what a state says.

Putting back an earlier state, applying a proposal and undoing all come down to `apply_state`.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from archive.models.base.accessions import Accession
from archive.models.base.links import target_of
from archive.models.base.registry import RegisteredModel, model_for
from archive.models.base.states import WORKFLOW_FIELDS, attributes_of, may_belong, stored_fields
from archive.models.base.types import Values
from archive.models.log.audited import AuditedModel
from archive.models.log.changes import recording
from archive.models.parts.part import Part, part_models
from archive.models.parts.redirects import Redirect


class StateNotApplicable(ValueError):
    """A state that can't be put in place; the message says what stands in the way."""


def apply_state(state: Values, keep: frozenset[str] = WORKFLOW_FIELDS) -> None:
    """Make the record of ``state``, which is there, and all its parts, what ``state`` says.

    The fields in ``keep`` stay as they are. Raise `StateNotApplicable` where something that the state links to is gone,
    or where the model's own rules refuse it; whoever calls it takes back what was written until then.
    """
    model = model_for(state["noun"])
    row = model.objects.select_for_update(no_key=True).get(pk=state["reference"])
    wanted = {row["reference"]: row for rows in state.get("hanging", {}).values() for row in rows}
    with recording():
        apply_fields(row, {name: value for name, value in state.items() if name not in keep})
        parts = [part for part in part_models() if part.user_editable and may_belong(part, model)]
        try:
            for part in reversed(_citations_first(parts)):
                part.objects.filter(**{f"{part.parent_field}_id": row.pk}).exclude(pk__in=wanted).delete()
        except models.ProtectedError as error:
            resting = ", ".join(sorted(str(one.pk) for one in error.protected_objects))
            raise StateNotApplicable(_("{resting} rests on what would be removed.").format(resting=resting)) from error
        for part in _citations_first(parts):
            for values in state.get("hanging", {}).get(part.noun, []):
                _put_part(part, values, row)


def with_current_protection(earlier: Values, current: Values) -> Values:
    """``earlier``, with what guards the record as it is in ``current``: what is protected now stays protected."""
    kept = {*WORKFLOW_FIELDS, *model_for(earlier["noun"]).protection.guards}
    return earlier | {name: current[name] for name in kept}


def keeps_its_rules(row: models.Model) -> bool:
    """Whether the table would take ``row`` as far as it looks at the row alone."""
    try:
        for constraint in row._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                constraint.validate(type(row), row)
    except ValidationError:
        return False
    return True


def _put_part(part: type[Part], values: Values, obj: RegisteredModel) -> None:
    there = part.objects.filter(pk=values["reference"]).first()
    if there is not None and there.subject_reference != obj.pk:
        raise StateNotApplicable(
            _("{part} belongs to {reference} now.").format(part=there.pk, reference=there.subject_reference)
        )
    if there is None:
        there = part(accession_id=values["reference"])
        Accession.objects.get_or_create(
            pk=there.pk, defaults={"noun": part.noun, "number": int(there.pk.split("-")[1])}
        )
        there.keeps_reference = True
    apply_fields(there, values)


def apply_fields(row: AuditedModel, values: Values) -> None:
    """Give ``row`` the ``values``, check them as a form would, and save it with its links to several."""
    for name, value in attributes_of(type(row), values).items():
        setattr(row, name, value)
    _follow(row)
    _require_targets(row)
    try:
        row.clean()
        row.validate_constraints()
    except ValidationError as error:
        raise StateNotApplicable(f"{row.pk}: {' '.join(error.messages)}") from error
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise StateNotApplicable(
            _("{reference} can’t be saved next to the others as they are.").format(reference=row.pk)
        ) from error
    for field in row._meta.many_to_many:
        if field.name in values:
            wanted = {*values[field.name], *Redirect.objects.destinations_of(values[field.name]).values()}
            found = target_of(field.name, type(row)).objects.filter(pk__in=wanted)
            getattr(row, field.name).set(found)


def _follow(row: AuditedModel) -> None:
    """Links of a state to what was merged into something else since lead to that."""
    links = [field.attname for field in stored_fields(type(row)) if field.is_relation]
    led = Redirect.objects.destinations_of({getattr(row, link) for link in links} - {None})
    for link in links:
        setattr(row, link, led.get(getattr(row, link), getattr(row, link)))


def there_is(target: type[RegisteredModel], reference: str) -> bool:
    """Whether a row of ``target`` has ``reference``; of the register, whether a record has it still."""
    rows = target.objects.with_a_record() if issubclass(target, Accession) else target._base_manager
    return bool(rows.filter(pk=reference).exists())


def _require_targets(row: AuditedModel) -> None:
    for field in stored_fields(type(row)):
        key = getattr(row, field.attname)
        if not (field.is_relation and key):
            continue
        if not there_is(target_of(field.name, type(row)), key):
            raise StateNotApplicable(
                _("{reference} links to {target} under “{field}”, which does not exist.").format(
                    reference=row.pk, target=key, field=field.verbose_name
                )
            )


def _citations_first(parts: list[type[Part]]) -> list[type[Part]]:
    """What others rest on before what rests on it."""
    return sorted(parts, key=lambda part: part.noun != "citations")
