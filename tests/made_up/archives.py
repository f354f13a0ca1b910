"""Random archives of made-up records, with links, claims and parts."""

import random

from archive.models import Assessment, Participation, Stage
from archive.vocabularies import Access, State
from tests import made_up
from tests.made_up.everything import MAKE

TIMES = ["", "2020-10", "2020-10-31", "[2020-10-09..2020-11-02]", "2020-11/..", "XXXX-12-10", "2021", "2020-12~"]
SCHEMES = ["acts", "standings", "outcomes", "forms", "positions", "platforms", "forums", "conclusions"]
FIRST = ["places", "organisations", "people", "sources"]  # what others link to
LATER = [noun for noun in MAKE if noun not in (*FIRST, "terms")]
HAVING_PARTS = ("cases", "testimonies", "videos", "events", "proceedings")
WRITTEN = [noun for noun in MAKE if noun not in ("terms", "pages")]  # whose short forms two writers would both make up
ROWS = 6  # of each type, at most


def enter(chance: random.Random) -> None:
    """An archive of a few records of each type, with links, claims and parts as ``chance`` has it."""
    rows: dict = {"terms": [made_up.term(scheme, title=f"{scheme} {n}") for scheme in SCHEMES for n in range(3)]}
    _put_under_each_other(rows["terms"], "broader", chance)
    for noun in (*FIRST, *LATER):
        rows[noun] = [new_row(noun, rows, chance) for _ in range(chance.randint(1, ROWS))]
    _put_under_each_other(rows["places"], "part_of", chance)
    for noun in HAVING_PARTS:
        for row in rows[noun]:
            hang(row, rows, chance)


def _put_under_each_other(rows: list, link: str, chance: random.Random) -> None:
    """Have some of ``rows`` lie under some that come before them; now and then in a loop, as none should."""
    for n, row in enumerate(rows):
        wider = [one for one in (rows if chance.random() < 0.05 else rows[:n]) if one != row]
        wider = [one for one in wider if getattr(one, "scheme", "") == getattr(row, "scheme", "")]
        if wider and chance.random() < 0.6:
            setattr(row, link, chance.choice(wider))
            row.save()
    if link == "part_of" and len(rows) > 2 and chance.random() < 0.5:
        rows[-1].shown_as = rows[0]
        rows[-1].save()


def new_row(noun: str, rows: dict, chance: random.Random):
    """A new record of ``noun`` that links to some of ``rows``, which are by noun."""
    row = MAKE[noun](title=f"made-up {chance.random()}")
    row.state = chance.choice([State.PUBLISHED] * 6 + [State.DRAFT])
    row.access = chance.choice([Access.PUBLIC] * 6 + [Access.RESTRICTED])
    for field in row._meta.concrete_fields:
        if field.name in ("date", "first_seen"):
            setattr(row, field.name, chance.choice(TIMES))
        elif field.name in ("original_language", "language"):
            setattr(row, field.name, chance.choice(["hy", "ru", "en", "az"]))
        elif field.name in ("kind", "verification", "content_warning", "measure", "qualifier") and field.flatchoices:
            setattr(row, field.name, chance.choice([key for key, _ in field.flatchoices if key]))
        elif _may_link(field):
            setattr(row, field.name, chance.choice([None, *targets_of(field, rows)]) or getattr(row, field.name))
    row.save()
    for field in row._meta.many_to_many:
        targets = targets_of(field, rows)
        getattr(row, field.name).set(chance.sample(targets, chance.randint(0, len(targets))))
    return row


def _may_link(field) -> bool:
    return (
        field.is_relation
        and field.related_model._meta.model_name in ("place", "organisation", "term")
        and (field.name not in ("shown_as", "part_of", "broader"))
    )


def targets_of(field, rows: dict) -> list:
    """Those of ``rows`` that ``field`` may link to."""
    noun = getattr(field.related_model, "noun", "")
    scheme = dict(field.get_limit_choices_to() or {}).get("scheme")
    return [row for row in rows.get(noun, ()) if scheme is None or row.scheme == scheme]


def hang(row, rows: dict, chance: random.Random) -> None:
    """Give ``row`` a citation, and claims and other parts that rest on it."""
    if rows["sources"] and chance.random() < 0.9:
        cited = made_up.citation(row, source=chance.choice(rows["sources"]))
        terms = {scheme: [term for term in rows["terms"] if term.scheme == scheme] for scheme in SCHEMES}
        for _ in range(chance.randrange(5)):
            field = chance.choice(["standing", "outcome", "place", "date"])
            told = {
                "date": {"date": chance.choice(TIMES[1:])},
                "place": {"place": chance.choice(rows["places"] or [None])},
            }
            value = told.get(field) or {"term": chance.choice(terms[f"{field}s"])}
            if None not in value.values():
                made_up.claim(row, field, cited=cited, **value)
        if row.noun == "videos" and rows["organisations"]:
            one = Assessment(video=row, assessor=chance.choice(rows["organisations"]), citation=cited)
            one.save()
            one.conclusions.set(chance.sample(terms["conclusions"], chance.randrange(2)))
        if row.noun == "proceedings":
            made_up.saved(Stage, proceeding=row, step=chance.choice(["hearing", "judgment"]), citation=cited)
    if row.noun == "cases":
        made_up.saved(Participation, case=row, role=chance.choice(["captive", "victim"]), group="made-up soldiers")
