"""The index in memory, kept true by the log: against a count by hand, while others write, in several processes."""

import os
import random
import time
import traceback
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import connections
from django.http import QueryDict
from django.utils import timezone

from archive.dates import edtf
from archive.domain import public_log
from archive.domain.derived_files import folder
from archive.domain.erasing import erase
from archive.facets import index, order, snapshots
from archive.facets.types.cases import CaseFacets
from archive.facets.types.statements import DiplomaticStatementFacets
from archive.facets.types.testimonies import TestimonyFacets
from archive.facets.values import OwnColumn, PartValues
from archive.models import (
    Case,
    Citation,
    Claim,
    CustodyStep,
    Organisation,
    Participation,
    Person,
    Place,
    Source,
    Term,
    Testimony,
)
from archive.models.access.viewers import ANYONE
from archive.models.log.change_feed import log_position
from archive.search import store
from archive.vocabularies import Access, State
from tests import made_up
from tests.facets.by_query import rows_of

pytestmark = pytest.mark.django_db(transaction=True)

SEED = 20201110
MONTHS = ["2020-09", "2020-10", "2020-11", "2020-12"]
DATES = ["", "2020-10", "2020-10-31", "[2020-10-09..2020-11-02]", "2020-11/..", "XXXX-12-10", "[..2020-09]", "2020"]


@pytest.fixture(autouse=True)
def nothing_kept():
    index._kept.clear()
    yield
    index._kept.clear()


def is_open(row):
    return row.state == State.PUBLISHED and row.access == Access.PUBLIC and getattr(row, "shown_as_id", None) is None


def place_keys(row):
    stand_ins = [row if is_open(row) else row.shown_as]
    return {place.pk for place in stand_ins if place and is_open(place)}


def by_hand(row):
    """What a reader may know of one case, asked record by record."""
    claims = Claim.objects.filter(subject=row.pk).select_related("term", "place", "citation__source")
    claims = [claim for claim in claims if is_open(claim.citation.source)]
    places = set().union(*(place_keys(place) for place in row.places.all()))
    places |= {c.place_id for c in claims if c.field == "place" and is_open(c.place)}
    standings = {c.term.notation for c in claims if c.field == "standing" and is_open(c.term)}
    parts = Participation.objects.filter(case=row).select_related("person")
    spans = [(row.date_earliest, row.date_latest)]
    spans += [(c.date_earliest, c.date_latest) for c in claims if c.field == "date"]
    return {
        "kind": {row.kind},
        "act": {act.notation for act in row.acts.all() if is_open(act)},
        "place": places,
        "standing": standings | ({"sources-disagree"} if len(standings) > 1 else set()),
        "role": {part.role for part in parts if part.person is None or is_open(part.person)},
        "month": {month for month in MONTHS if any(meets(span, month) for span in spans)},
        "dated": any(any(span) for span in spans),
    }


def meets(span, month):
    first, last = bounds(month)
    return any(span) and (span[0] is None or span[0] <= last) and (span[1] is None or span[1] >= first)


def bounds(month):
    day = edtf.parse(month)
    return day.earliest, day.latest


def tallies():
    """Every facet's counts, by hand."""
    rows = [by_hand(row) for row in Case.objects.filter(state=State.PUBLISHED, access=Access.PUBLIC)]
    counts = {}
    for name in ("kind", "act", "place", "standing", "role", "month"):
        counts[name] = {}
        for one in rows:
            silent = not one["dated"] if name == "month" else not one[name]
            for key in {"not-stated"} if silent else one[name]:
                counts[name][key] = counts[name].get(key, 0) + 1
    return len(rows), counts


def indexed(query="", filters=CaseFacets, user=None):
    found = filters(QueryDict(query), filters.Meta.model.objects.all(), user=user)
    assert found.form.is_valid(), found.form.errors
    return found.counted()


def counted():
    found = indexed()
    counts = {name: {c.key: c.count for c in found.choices[name] if c.count} for name in found.choices}
    months = {*MONTHS, "not-stated"}
    counts["month"] = {key: count for key, count in counts["month"].items() if key in months}
    del counts["outcome"], counts["verification"]
    return found.total, counts


def expected():
    total, counts = tallies()
    offered = {c.key for c in indexed().choices["month"]}  # months within the ends of what is dated
    counts["month"] = {key: count for key, count in counts["month"].items() if key in offered}
    return total, counts


def some_things():
    """What cases speak of: some open, some that come and go."""
    for n in range(3):
        made_up.place(f"Madeupton {n}")
        made_up.term("acts", f"made-up-act-{n}")
        made_up.term("standings", f"made-up-standing-{n}")
    made_up.source()
    made_up.source("The Made-up Courier")
    made_up.person("a made-up captive")


def write_something(chance: random.Random):
    """One of the writes that move counts: a new case, a change of one, of what it links to, or of what is said."""
    places, acts = list(Place.objects.all()), list(Term.objects.filter(scheme="acts"))
    rows = list(Case.objects.all())
    what = chance.choice(["new", "new", "change", "state", "links", "hide", "claim", "unclaim", "source", "coarse"])
    row = chance.choice(rows) if rows else None
    if what == "new" or row is None:
        kind, day = chance.choice(["captivity", "killing"]), chance.choice(DATES)
        linked = {"places": chance.sample(places, 1), "acts": chance.sample(acts, 2)}
        made_up.case(f"Made-up case {chance.random()}", kind=kind, date=day, **linked)
    elif what == "change":
        row.kind, row.date = chance.choice(["captivity", "killing"]), chance.choice(DATES)
        row.save()
    elif what == "state":
        Case.objects.filter(pk=row.pk).update(state=chance.choice([State.PUBLISHED, State.DRAFT]))
    elif what == "links":
        row.acts.set(chance.sample(acts, chance.randint(0, 2)))
        row.places.set(chance.sample(places, chance.randint(0, 2)))
    elif what == "hide":
        target = chance.choice([*places, *acts])
        target.state = State.DRAFT if target.state == State.PUBLISHED else State.PUBLISHED
        target.save()
    elif what == "source":
        Source.objects.filter(pk="SRC-0002").update(access=chance.choice([Access.PUBLIC, Access.RESTRICTED]))
    elif what == "coarse":
        last, first = places[-1], places[0]
        last.shown_as = None if last.shown_as_id else first
        last.save()
    elif what == "unclaim":
        claims = list(Claim.objects.all())
        Claim.objects.filter(pk=chance.choice(claims).pk if claims else "").delete()
    else:
        cited = made_up.citation(row, source=chance.choice(Source.objects.all()))
        field = chance.choice(["standing", "place", "date"])
        value = {
            "standing": {"term": chance.choice(Term.objects.filter(scheme="standings"))},
            "place": {"place": chance.choice(places)},
            "date": {"date": chance.choice(["2020-10", "2020-12/.."])},
        }[field]
        made_up.claim(row, field, cited=cited, **value)


@pytest.mark.slow
def test_counts_follow_every_kind_of_write():
    some_things()
    chance = random.Random(SEED)  # noqa: S311 – the same one each time
    counted()
    kept = index._kept
    for _ in range(120):
        write_something(chance)
        assert counted() == expected()
    assert list(kept) == list(index._kept)


def in_a_process(task) -> int:
    """Run ``task`` in a process of its own, with its own connections, and return its id."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        task()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        connections.close_all()
        os._exit(status)


@pytest.mark.slow
def test_counts_are_those_of_a_count_by_hand_while_writers_write_and_several_workers_read():
    some_things()
    until = time.monotonic() + 12

    def write(seed):
        chance = random.Random(seed)  # noqa: S311 – the same one each time
        while time.monotonic() < until:
            write_something(chance)
            time.sleep(chance.random() / 20)

    def read():
        held = 0
        while time.monotonic() < until or not held:
            before = log_position()
            seen, wanted = counted(), expected()
            if log_position() == before:  # nobody wrote between the two counts
                assert seen == wanted
                held += 1
        assert held

    children = [in_a_process(lambda seed=seed: write(seed)) for seed in (1, 2)]
    children += [in_a_process(read) for _ in range(2)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0, 0]
    assert counted() == expected()


def test_what_was_seen_of_a_change_that_was_taken_back_is_counted_anew(monkeypatch):
    """A record may be read a moment after the place in the log that it is read for, with what came meanwhile."""
    wide, narrow = made_up.place("Madeupton"), made_up.place("Madeup Street")
    made_up.case(places=[wide])
    counted()
    made_up.case("Another", places=[narrow])
    then = log_position()
    narrow.shown_as = wide
    narrow.save()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(index, "log_position", lambda: then)
        assert counted()[1]["place"] == {wide.pk: 2}
    narrow.shown_as = None
    narrow.save()
    assert counted()[1]["place"] == {wide.pk: 1, narrow.pk: 1}


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize("most", [500, 1])
def test_what_is_counted_by_what_it_links_to_is_counted_anew_when_that_changes(
    researcher, monkeypatch, is_public, most
):
    """It reads as before itself: a term is told by its title, a body by its name."""
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", most)
    user = None if is_public else researcher
    term, body = made_up.term(notation="made-up-act"), made_up.organisation(kind="ngo")
    made_up.case(acts=[term])
    made_up.statement(issuer=body)

    def found():
        acts, kinds = indexed(user=user).choices["act"], indexed("", DiplomaticStatementFacets, user).choices
        return {c.key for c in acts if c.count}, {c.key for c in kinds["issuer_kind"] if c.count}

    assert found() == ({"made-up-act"}, {"ngo"})
    Term.objects.update(notation="another-act")
    Term.objects.update(summary="Made up.")  # which changes no count, and is told last
    Organisation.objects.update(kind="state-body")
    assert found() == ({"another-act"}, {"state-body"})
    public_log.catch_up()
    assert found() == ({"another-act"}, {"state-body"})


def test_what_is_withdrawn_is_gone_from_the_very_next_answer():
    row = made_up.case()
    assert indexed().page(0, 10) == [row.pk]
    Case.objects.filter(pk=row.pk).update(state=State.DRAFT)
    assert (indexed().total, indexed().page(0, 10)) == (0, [])


def test_what_was_counted_is_remembered_until_anything_changes(monkeypatch):
    row = made_up.case("A made-up case", kind="captivity")
    times = counting(monkeypatch)
    assert [indexed("kind=captivity").total for _ in range(3)] == [1, 1, 1]
    assert (len(times), indexed("kind=killing").total, len(times)) == (1, 0, 2)
    Case.objects.filter(pk=row.pk).update(access=Access.RESTRICTED)
    assert (indexed("kind=captivity").total, len(times)) == (0, 3)


def test_what_was_counted_is_remembered_for_the_last_questions_alone(monkeypatch):
    made_up.case()
    monkeypatch.setattr(index, "MAX_RECENT", 2)
    times = counting(monkeypatch)
    for asked in ("kind=captivity", "kind=killing", "kind=captivity", "", "kind=captivity", "kind=killing"):
        indexed(asked)
    assert len(times) == 4


def test_nothing_is_remembered_of_words_by_which_somebody_may_be_known(monkeypatch):
    rows = [made_up.case("Held and beaten") for _ in range(3)] + [made_up.case("Held, by Quixot")]
    monkeypatch.setattr(store, "FREQUENT", 4)
    times = counting(monkeypatch)
    for words, counted_anew in (("held", 1), ("quixot", 2), ("held quixot", 2), ("held -quixot", 2), (rows[0].pk, 2)):
        before = len(times)
        totals = {indexed(urlencode({"q": words})).total for _ in range(2)}
        assert (len(totals), 0 in totals) == (1, False)
        assert (words, len(times) - before) == (words, counted_anew)


def test_nothing_is_remembered_while_words_wait_to_be_taken_in(monkeypatch):
    for _ in range(2):
        made_up.case("Held")
    monkeypatch.setattr(store, "FREQUENT", 2)
    assert indexed("q=held").total == 2
    monkeypatch.setattr(store, "MAX_AT_ONCE", 0)
    made_up.case("Held, too")
    assert indexed("q=held").total == 2
    monkeypatch.setattr(store, "MAX_AT_ONCE", 500)
    assert indexed("q=held").total == 3


def counting(monkeypatch) -> list:
    """One more item each time that anything is counted."""
    times, count = [], CaseFacets._count
    monkeypatch.setattr(CaseFacets, "_count", lambda *asked: (times.append(1), count(*asked))[1])
    return times


def test_an_embargo_ends_with_its_day(monkeypatch):
    row = made_up.case(embargo_until=timezone.now().date() + timedelta(days=1))
    assert indexed().total == 0
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert indexed().page(0, 10) == [row.pk]


def test_what_is_erased_is_gone_and_no_snapshot_of_it_is_left(monkeypatch):
    monkeypatch.setattr(index, "WORTH_KEEPING", 1)
    row, other = made_up.case("Made-up case to erase"), made_up.case()
    assert indexed().total == 2
    assert list(folder().glob("*.facets"))
    erase(row.pk, "a made-up decision")
    assert not list(folder().glob("*.facets"))
    assert indexed().page(0, 10) == [other.pk]


@pytest.mark.parametrize(
    ("is_public", "stood_there"), [(True, {"commitment": "another"}), (False, {"at": "2020-01-01 00:00:00+00:00"})]
)
def test_a_database_put_back_from_a_copy_is_read_anew(researcher, is_public, stood_there):
    """The numbers of a log may be those of before, and tell of something else."""
    user = None if is_public else researcher
    made_up.case("Before")
    assert indexed(user=user).total == 1
    held = next(iter(index._kept.values()))
    held.position = replace(held.position, **stood_there)
    held.every.add(777)
    assert indexed(user=user).total == 1


def test_a_new_process_begins_with_the_snapshot_and_takes_in_what_came_since(monkeypatch):
    monkeypatch.setattr(index, "WORTH_KEEPING", 1)
    rows = [made_up.case(f"Made-up case {n}", date="2020-10") for n in range(5)]
    assert indexed("sort=title").page(0, 10) == [row.pk for row in rows]
    index._kept.clear()
    rows.append(made_up.case("Made-up case 9", kind="killing"))
    monkeypatch.setattr(index.Index, "build", None)
    found = indexed("sort=title")
    assert found.page(0, 10) == [row.pk for row in rows]
    assert {c.key: c.count for c in found.choices["kind"]} == {"captivity": 5, "killing": 1}
    assert {c.key: c.count for c in found.choices["month"]} == {"2020-10": 5, "not-stated": 1}


@pytest.mark.parametrize("broken", [b"", b"{}\n", b"no snapshot", "cut", "flipped", "head", "other code"])
def test_a_broken_snapshot_is_as_good_as_none(monkeypatch, broken):
    monkeypatch.setattr(index, "WORTH_KEEPING", 1)
    row = made_up.case()
    assert indexed().total == 1
    path = next(iter(folder().glob("*.facets")))
    whole = path.read_bytes()
    if broken == "other code":
        monkeypatch.setattr(snapshots, "code_fingerprint", lambda: "other")
    else:
        path.write_bytes(
            {
                "cut": whole[:-1],
                "flipped": whole[:-1] + b"\xff",
                "head": whole.replace(b'"parts": [["every\\t", ', b'"parts": [["every\\t", 9'),
            }.get(broken, broken)
        )
    index._kept.clear()
    assert indexed().page(0, 10) == [row.pk]


def test_a_disk_that_takes_no_snapshot_costs_nothing_else(monkeypatch):
    monkeypatch.setattr(index, "WORTH_KEEPING", 1)

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshots.os, "replace", full)
    made_up.case()
    assert indexed().total == 1


@pytest.mark.parametrize("sort", ["date", "-date", "title", "reference"])
def test_pages_follow_the_order_of_the_database_as_records_come_change_and_go(monkeypatch, sort):
    monkeypatch.setattr(order, "BLOCK", 3)
    chance = random.Random(4)  # noqa: S311 – the same one each time
    dates = ["", "2020", "2020-10", "2020-10-31", "[..2020-09]", "2021/.."]
    letters = "aBçÇdЭэԱա12 "
    for _ in range(60):
        rows = list(Case.objects.all())
        title = "".join(chance.choice(letters) for _ in range(3)).strip() or "x"
        if not rows or chance.random() < 0.5:
            made_up.case(title, date=chance.choice(dates))
        elif chance.random() < 0.5:
            chosen = chance.choice(rows)
            chosen.title, chosen.date = title, chance.choice(dates)
            chosen.save()
        else:
            Case.objects.filter(pk=chance.choice(rows).pk).update(state=chance.choice([State.DRAFT, State.PUBLISHED]))
        found = indexed(f"sort={sort}")
        filters = CaseFacets(QueryDict(f"sort={sort}"), Case.objects.all(), user=None)
        wanted = [row.pk for row in rows_of(filters)]
        assert [pk for start in range(0, len(wanted) + 4, 4) for pk in found.page(start, 4)] == wanted


def test_each_reader_has_an_index_of_their_own(researcher):
    made_up.case()
    made_up.case(access=Access.RESEARCHERS)
    for user, total in ((None, 1), (researcher, 2), (None, 1)):
        assert CaseFacets(QueryDict(), Case.objects.all(), user=user).is_valid()
        filters = CaseFacets(QueryDict(), Case.objects.all(), user=user)
        assert filters.form.is_valid()
        assert filters.counted().total == total


def test_all_of_several_choices_can_be_asked_for():
    shouting, waiting = made_up.term("acts", "made-up-shouting"), made_up.term("acts", "made-up-waiting")
    both = made_up.testimony("Both", acts=[shouting, waiting])
    one = made_up.testimony("One", acts=[shouting])
    asked = "act=made-up-shouting&act=made-up-waiting"
    assert indexed(asked, TestimonyFacets).page(0, 9) == [both.pk, one.pk]
    found = indexed(f"{asked}&all=act", TestimonyFacets)
    assert found.page(0, 9) == [both.pk]
    filters = TestimonyFacets(QueryDict(f"{asked}&all=act"), Testimony.objects.all(), user=None)
    assert [row.pk for row in rows_of(filters)] == [row.pk for row in filters.qs] == [both.pk]


def test_counts_of_all_of_are_those_one_would_get():
    shouting, waiting = made_up.term("acts", "made-up-shouting"), made_up.term("acts", "made-up-waiting")
    made_up.testimony("Both", acts=[shouting, waiting])
    made_up.testimony("One", acts=[waiting])
    found = indexed("act=made-up-shouting&all=act", TestimonyFacets)
    assert {c.key: c.count for c in found.choices["act"]} == {"made-up-shouting": 1, "made-up-waiting": 1}


def test_the_organisation_that_is_hidden_leaves_its_accounts_not_stated():
    body = made_up.organisation()
    made_up.testimony(collected_by=body)
    assert [c.key for c in indexed("", TestimonyFacets).choices["collector"]] == [body.pk]
    Organisation.objects.filter(pk=body.pk).update(state=State.DRAFT)
    assert [c.key for c in indexed("", TestimonyFacets).choices["collector"]] == ["not-stated"]
    assert Citation.objects.count() == 0


def test_an_operator_can_hold_the_index_against_the_database(monkeypatch):
    some_things()
    made_up.case(date="2020-10")
    out = StringIO()
    call_command("check_index", stdout=out)
    assert out.getvalue() == "The index says what the database says.\n"
    index._kept["CaseFacets", ANYONE].facets["kind"].keys["captivity"].add(777)
    with pytest.raises(SystemExit, match="cases: kind"):
        call_command("check_index")
    index._kept.clear()
    call_command("check_index", anew=True)


def test_what_strangers_make_up_is_not_remembered():
    made_up.case(date="2020-10")
    asked = "&".join(f"month={2021 + n // 12}-{n % 12 + 1:02}" for n in range(90))
    assert indexed(asked).total == 0
    held = index._kept["CaseFacets", ANYONE]
    assert len(held.facets["month"]._months) == 1
    assert held.remembered.get(("month", "labels"), {}) == {}
    filters = CaseFacets(QueryDict(asked + "&month=2031-01" * 20), Case.objects.all(), user=None)
    assert filters.form.errors["month"] == ["“Month” takes at most 100 choices; you chose 110."]


def test_what_came_to_hang_on_a_record_while_it_was_read_breaks_no_answer(monkeypatch):
    made_up.custody_step(made_up.person())
    monkeypatch.setattr(OwnColumn, "pairs", lambda self, rows, user: [("CUS-0001", "seen"), ("CUS-0002", "released")])
    assert PartValues(CustodyStep, OwnColumn("step")).pairs(Person.objects.all(), None) == [("PER-0001", "seen")]
