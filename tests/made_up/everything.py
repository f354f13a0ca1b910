"""Pairs of made-up records with everything that can belong to them or link to them, found from the models."""

from datetime import date

from archive.models import (
    AUTHORITIES,
    RECORDS,
    Accession,
    Assessment,
    EditorialNote,
    Participation,
    Party,
    Relation,
    Stage,
    Translation,
)
from archive.models.base.registry import registered_models
from archive.models.base.states import WORKFLOW_FIELDS, stored_fields
from tests import made_up
from tests.made_up.pictures import picture

MAKE = {
    "cases": made_up.case,
    "testimonies": made_up.testimony,
    "videos": made_up.video,
    "statements": made_up.statement,
    "repatriations": made_up.repatriation,
    "proceedings": made_up.proceeding,
    "figures": made_up.figure,
    "events": made_up.event,
    "people": made_up.person,
    "organisations": made_up.organisation,
    "places": made_up.place,
    "sources": made_up.source,
    "terms": made_up.term,
    "collections": made_up.collection,
    "features": made_up.feature,
    "pages": made_up.page,
}
NOUNS = list(MAKE)
CLAIMED = {"term": {"field": "standing"}, "place": {"field": "place"}}


def _citation(subject=None, **values):
    return made_up.citation(subject or made_up.case(), **values)


def _claim(subject=None, citation=None, **values):
    told = {"field": "age", "text": "about 20"}
    for link, field in CLAIMED.items():
        told = field if link in values else told
    subject = subject or (citation.archive_object() if citation else made_up.case())
    return made_up.claim(subject, cited=citation, **told, **values)


def _step(person=None, **values):
    return made_up.custody_step(person or made_up.person(), **values)


def _assessment(video=None, **values):
    video = video or made_up.video()
    values = {"assessor": made_up.organisation(), "citation": made_up.citation(video)} | values
    return made_up.saved(Assessment, video=video, **values)


def _stage(proceeding=None, **values):
    proceeding = proceeding or made_up.proceeding()
    return made_up.saved(Stage, proceeding=proceeding, step="hearing", citation=made_up.citation(proceeding), **values)


def _participation(case=None, **values):
    values = values or {"group": "made-up soldiers"}
    return made_up.saved(Participation, case=case or made_up.case(), role="captive", **values)


def _party(proceeding=None, **values):
    values = values or {"group": "made-up parties"}
    return made_up.saved(Party, proceeding=proceeding or made_up.proceeding(), role="applicant", **values)


def _note(subject=None, **values):
    subject = subject or made_up.case()
    return made_up.saved(
        EditorialNote, subject_id=subject.pk, text="made up", signed="made up", noted_on=date(2021, 1, 1), **values
    )


def _translation(subject=None, **values):
    subject = subject or made_up.case()
    return made_up.saved(
        Translation,
        subject_id=subject.pk,
        **({"field": "title", "language": "hy", "text": "Made up"} | values),
        translated_by="made up",
    )


def _consent(testimony=None, **values):
    return made_up.consent(testimony or made_up.testimony(), **({"use": "keep"} | values))


def _name(subject=None, **values):
    return made_up.name(subject or made_up.person(), **({"text": "Made-up Variant"} | values))


def _relation(person=None, other=None, citation=None):
    person = person or (citation.archive_object() if citation else made_up.person())
    cited = citation or made_up.citation(person)
    values = {"person": person, "other": other or made_up.person(), "kind": "family", "certainty": "certain"}
    return made_up.saved(Relation, citation=cited, **values)


def _passage(feature=None, record=None, citation=None):
    feature = feature or (citation.archive_object() if citation else made_up.feature())
    shown = {"record_id": record.pk} if record else {}
    return made_up.passage(feature, cited=citation or made_up.citation(feature), **shown)


HANG = {
    "citations": _citation,
    "claims": _claim,
    "custody-steps": _step,
    "assessments": _assessment,
    "stages": _stage,
    "participations": _participation,
    "parties": _party,
    "editorial-notes": _note,
    "consents": _consent,
    "names": _name,
    "relations": _relation,
    "passages": _passage,
    "translations": _translation,
}


def links_to(model) -> list[tuple]:
    """Each link to ``model``, as the model that has it and its field; what is not written by hand left out."""
    found = []
    for owner in registered_models():
        fields = [*stored_fields(owner), *owner._meta.many_to_many] if owner.user_editable else []
        found += [(owner, field) for field in fields if field.is_relation and field.related_model in (model, Accession)]
    return found


def is_linked(link: tuple, row) -> bool:
    owner, field = link
    return owner.objects.filter(**{field.name: row.pk}).exists()


def link(link_, row) -> None:
    """Make a row that links to ``row`` in the way that ``link_`` says."""
    owner, field = link_
    make = MAKE.get(owner.noun) or HANG[owner.noun]
    if field.many_to_many:
        getattr(make(), field.name).set([row])
    else:
        make(**{field.name: row})


def two_of(noun: str):
    """Two records of ``noun`` that differ in every field that can differ; the second with everything on it."""
    kept, absorbed = MAKE[noun](title="A made-up one"), MAKE[noun](title="A made-up other")
    _fill(absorbed)
    for link_ in links_to(type(absorbed)):
        link(link_, absorbed)
    _say_the_same_of(kept, absorbed)
    made_up.case(summary="It tells of [[PER-0001]]." if noun == "people" else "")
    return type(kept).objects.get(pk=kept.pk), type(absorbed).objects.get(pk=absorbed.pk)


def _fill(row) -> None:
    words = {"language": "hy", "original_language": "hy", "sha256": "0" * 64, "notation": "made-up-other"}
    for field in stored_fields(type(row)):
        kind = field.get_internal_type()
        if (
            field.name in (*WORKFLOW_FIELDS, *type(row).protection.guards, "value_words")
            or field.is_relation
            or field.value_from_object(row) not in (None, "")
        ):
            continue
        if kind == "FileField":
            getattr(row, field.name).save("made-up.jpg", picture())
        elif field.choices:
            setattr(row, field.name, field.choices[0][0])
        elif "date" in field.name or field.name in ("born", "first_seen", "reported_on"):
            setattr(row, field.name, "2020-10")
        elif kind in ("CharField", "TextField", "SlugField"):
            setattr(row, field.name, words.get(field.name, f"made-up {field.name}"[: field.max_length]))
    row.save()


def _say_the_same_of(kept, absorbed) -> None:
    """Rows and links that both have, so that one of two is left."""
    for row in (kept, absorbed):
        made_up.name(row, "Made-up Both", script="Latn")
    for owner, field in links_to(type(kept)):
        if field.many_to_many:
            both = (MAKE.get(owner.noun) or HANG[owner.noun])()
            getattr(both, field.name).set([kept, absorbed])
    if kept.noun == "people":
        case = made_up.case()
        for row in (kept, absorbed):
            _participation(case=case, person=row)


def fields_of(noun: str) -> list[str]:
    model = next(model for model in (*RECORDS, *AUTHORITIES) if model.noun == noun)
    return [field.name for field in (*stored_fields(model), *model._meta.many_to_many)]
