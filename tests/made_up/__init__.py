"""Plainly made-up records for the tests. Nobody here exists."""

from itertools import count

from archive.models import (
    Case,
    Citation,
    Claim,
    Collection,
    Consent,
    CustodyStep,
    DiplomaticStatement,
    Event,
    Feature,
    LegalProceeding,
    Name,
    Organisation,
    Page,
    Passage,
    Person,
    Place,
    Repatriation,
    ReportedFigure,
    Source,
    Term,
    Testimony,
    VideoEvidence,
)
from archive.models.archive_object import ArchiveObject
from archive.vocabularies import Access, State

PUBLIC = {"state": State.PUBLISHED, "access": Access.PUBLIC}
_numbers = count(1)


def saved(model, several=(), **values):
    row = model(**((PUBLIC if issubclass(model, ArchiveObject) else {}) | values))
    row.save()
    for name, linked in several:
        getattr(row, name).set(linked)
    return row


def place(title="Madeupton", **values):
    return saved(Place, title=title, **values)


def organisation(title="Society of Made-up Observers", kind="ngo", **values):
    return saved(Organisation, title=title, kind=kind, **values)


def person(title="a made-up captive", **values):
    return saved(Person, title=title, **values)


def source(title="The Made-up Gazette", kind="news", **values):
    return saved(Source, title=title, kind=kind, **values)


def term(scheme="acts", notation="", **values):
    notation = notation or f"made-up-{next(_numbers)}"
    return saved(
        Term, scheme=scheme, notation=notation, title=values.pop("title", notation.replace("-", " ")), **values
    )


def case(title="A made-up case", kind="captivity", *, places=(), acts=(), **values):
    return saved(Case, [("places", places), ("acts", acts)], title=title, kind=kind, **values)


def testimony(title="A made-up account", *, places=(), acts=(), cases=(), **values):
    links = [("places", places), ("acts", acts), ("cases", cases)]
    return saved(Testimony, links, title=title, **values)


def video(title="A made-up recording", *, places=(), acts=(), cases=(), **values):
    return saved(VideoEvidence, [("places", places), ("acts", acts), ("cases", cases)], title=title, **values)


def statement(title="A made-up statement", *, issuer=None, positions=(), cases=(), **values):
    links = [("positions", positions), ("cases", cases)]
    return saved(DiplomaticStatement, links, title=title, issuer=issuer or organisation(), **values)


def repatriation(title="A made-up hand-over", *, mediators=(), people=(), cases=(), **values):
    links = [("mediators", mediators), ("people", people), ("cases", cases)]
    return saved(Repatriation, links, title=title, **values)


def proceeding(title="A made-up proceeding", kind="other", *, cases=(), **values):
    return saved(LegalProceeding, [("cases", cases)], title=title, kind=kind, **values)


def figure(title="A made-up figure", *, value=7, measure="held", counted="made-up captives", **values):
    return saved(ReportedFigure, title=title, measure=measure, counted=counted, value=value, **values)


def event(title="A made-up event", kind="other", **values):
    return saved(Event, title=title, kind=kind, **values)


def collection(title="A made-up collection", **values):
    return saved(Collection, title=title, **values)


def page(title="A made-up page", *, slug="", text="Made-up words.", **values):
    return saved(Page, title=title, slug=slug or f"made-up-{next(_numbers)}", text=text, **values)


def feature(title="A made-up feature", *, slug="", **values):
    return saved(Feature, title=title, slug=slug or f"made-up-{next(_numbers)}", **values)


def passage(told=None, *, text="Made-up words.", cited=None, **values):
    told = told or feature()
    return saved(Passage, feature=told, text=text, citation=cited or citation(told), **values)


def name(subject, text, **values):
    row = Name(subject_id=subject.reference, text=text, **values)
    row.save()
    return row


def citation(subject, **values):
    row = Citation(subject_id=subject.reference, source=values.pop("source", None) or source(), **values)
    row.save()
    return row


def claim(subject, field, *, cited=None, **values):
    row = Claim(subject_id=subject.reference, field=field, citation=cited or citation(subject), **values)
    row.save()
    return row


def consent(account, use="publish", **values):
    row = Consent(testimony=account, use=use, **values)
    row.save()
    return row


def custody_step(held, step="seen", **values):
    row = CustodyStep(person=held, step=step, citation=values.pop("cited", None) or citation(held), **values)
    row.save()
    return row
