import json

import pytest
from django.db import IntegrityError, transaction

from archive.models import Assessment, Case, Change, Name, Testimony, recording
from tests import made_up

pytestmark = pytest.mark.django_db


def logged(reference):
    return [json.loads(change.state) for change in Change.objects.filter(subject_id=reference).order_by("sequence")]


def test_saving_logs_who_when_why_and_the_whole_state(curator):
    with recording(curator, "a made-up reason", "made-up.csv"):
        row = made_up.case(date="2020-10")
    change = Change.objects.get(subject_id=row.reference)
    assert (change.user, change.reason, change.batch, change.action) == (
        curator,
        "a made-up reason",
        "made-up.csv",
        "saved",
    )
    assert json.loads(change.state) == {
        "noun": "cases",
        "reference": "CAS-0001",
        "collection": None,
        "title": "A made-up case",
        "summary": "",
        "access": "public",
        "state": "published",
        "embargo_until": None,
        "withdrawn_on": None,
        "withdrawn_because": "",
        "date": "2020-10",
        "verification": "unverified",
        "content_warning": "",
        "kind": "captivity",
        "captured_by": None,
        "places": [],
        "acts": [],
    }


def test_the_state_is_canonical_json():
    row = made_up.case(title="Çase — made up")
    state = Change.objects.get(subject_id=row.reference).state
    assert state == json.dumps(json.loads(state), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_links_to_several_are_logged():
    row, one, two = made_up.case(), made_up.place(), made_up.place()
    row.places.add(one)
    row.places.set([two])
    row.places.clear()
    two.case_set.add(row)
    two.case_set.clear()
    assert [state["places"] for state in logged(row.reference)] == [
        [],
        [one.reference],
        [],
        [two.reference],
        [],
        [two.reference],
        [],
    ]


def test_links_of_what_hangs_on_a_record_are_logged_with_the_record():
    row, conclusion = made_up.video(), made_up.term("conclusions")
    examined = Assessment(video=row, assessor=made_up.organisation(), citation=made_up.citation(row))
    examined.save()
    conclusion.assessments.add(examined)
    conclusion.assessments.clear()
    told = [state["hanging"]["assessments"][0]["conclusions"] for state in logged(row.reference)[2:]]
    assert told == [[], [conclusion.reference], []]


def test_what_hangs_on_a_record_is_part_of_its_state():
    row = made_up.case()
    cited = made_up.citation(row, locator="page 1")
    cited.locator = "page 2"
    cited.save()
    cited.delete()
    told = [[c["locator"] for c in s.get("hanging", {}).get("citations", [])] for s in logged(row.reference)]
    assert told == [[], ["page 1"], ["page 2"], []]


def test_moving_what_hangs_on_a_record_is_logged_on_both():
    one, other = made_up.case(), made_up.case()
    cited = made_up.citation(one)
    cited.subject_id = other.reference
    cited.save()
    assert "hanging" not in logged(one.reference)[-1]
    assert [c["reference"] for c in logged(other.reference)[-1]["hanging"]["citations"]] == [cited.reference]


def test_every_write_in_bulk_is_logged():
    Case.objects.bulk_create(Case(title=f"Made-up case {n}", kind="other") for n in range(3))
    Case.objects.update(kind="killing")
    rows = list(Case.objects.all())
    for row in rows:
        row.title = "Renamed in bulk"
    Case.objects.bulk_update(rows, ["title"])
    Case.objects.filter(pk="CAS-0001").delete()
    assert [(state["title"], state["kind"]) for state in logged("CAS-0002")] == [
        ("Made-up case 1", "other"),
        ("Made-up case 1", "killing"),
        ("Renamed in bulk", "killing"),
    ]
    assert list(Change.objects.filter(subject_id="CAS-0001").values_list("action", flat=True))[-1] == "removed"


def test_a_write_in_bulk_keeps_what_is_derived_true():
    made_up.case(date="2020")
    Case.objects.update(date="2021-05", title="Neu")
    row = Case.objects.get()
    assert (str(row.date_earliest), str(row.date_latest)) == ("2021-05-01", "2021-05-31")
    assert row.search_text == "cas-0001 neu"
    row.date = "2019"
    Case.objects.bulk_update([row], ["date"])
    row.refresh_from_db()
    assert (str(row.date_earliest), str(row.date_latest)) == ("2019-01-01", "2019-12-31")
    row.date = "2018"
    row.save(update_fields=["date"])
    row.refresh_from_db()
    assert (str(row.date_earliest), str(row.date_latest)) == ("2018-01-01", "2018-12-31")


def test_what_changes_nothing_is_not_logged():
    row = made_up.case()
    row.save()
    Case.objects.update(title=row.title)
    assert Change.objects.count() == 1


def test_one_recording_logs_each_record_once():
    with recording():
        row = made_up.case()
        row.places.add(made_up.place())
        made_up.citation(row)
    assert Change.objects.filter(subject_id=row.reference).count() == 1


def test_what_fails_leaves_neither_record_nor_log():
    with pytest.raises(IntegrityError), transaction.atomic(), recording():
        made_up.case()
        made_up.person(named_publicly=True, name="")
    assert (Case.objects.count(), Change.objects.count()) == (0, 0)


def test_the_log_is_only_ever_added_to():
    made_up.case()
    change = Change.objects.get()
    for write in (change.save, change.delete, Change.objects.all().delete, lambda: Change.objects.update(reason="x")):
        with pytest.raises(TypeError, match="only ever added to"):
            write()


def test_numbers_of_the_log_grow():
    for _ in range(3):
        made_up.case()
    numbers = list(Change.objects.values_list("sequence", flat=True))
    assert numbers == sorted(set(numbers))


def test_reading_logs_nothing():
    row = made_up.testimony()
    before = Change.objects.count()
    list(Testimony.objects.visible_to(None))
    row.masked_for(None).title  # noqa: B018
    list(Name.objects.all())
    assert Change.objects.count() == before


def test_accounts_that_may_be_by_the_same_person_are_logged_where_they_say_so():
    one, other = made_up.testimony(), made_up.testimony()
    one.may_be_same_as.add(other)
    assert logged(one.reference)[-1]["may_be_same_as"] == [other.reference]
    assert [len(logged(row.reference)) for row in (one, other)] == [2, 1]
    assert list(other.may_be_same_as.all()) == []
