"""Authorities that a batch names: found by any of their names, made new only where that is switched on."""

import json

import pytest
from django.core.management import CommandError, call_command

from archive.imports.batch import batches, working
from archive.imports.batch.progress import Progress
from archive.models import Batch, Case, Organisation, Place, Testimony
from archive.vocabularies import BatchStatus
from tests import made_up
from tests.made_up.batches import applied, checked, received, refusals, undone
from tests.made_up.files import zipped

pytestmark = pytest.mark.django_db
CASES = "title,kind,places\nOne,other,Madeupton\nTwo,other,Madeupton; Invented Village\n"


def counts(batch):
    return {table.name: table.counts for table in batch.files.all()}


def test_a_name_that_is_not_known_is_refused_unless_it_is_switched_on(curator):
    batch = checked(CASES, user=curator)
    assert counts(batch) == {"made-up.csv": {"refused": 2}}
    assert Place.objects.count() == 0


def test_what_is_made_new_is_listed_before_it_is_written_and_made_once(curator):
    batch = checked(CASES, user=curator, auto_create={"places": "settlement"})
    assert counts(batch) == {"made-up.csv": {"new": 2}, "new places": {"new": 2}}
    assert Place.objects.count() == 0
    applied(batch)
    assert sorted(Place.objects.values_list("title", "kind", "state")) == [
        ("Invented Village", "settlement", "draft"),
        ("Madeupton", "settlement", "draft"),
    ]
    assert [sorted(place.title for place in case.places.all()) for case in Case.objects.in_order()] == [
        ["Madeupton"],
        ["Invented Village", "Madeupton"],
    ]
    undone(batch)
    assert (Place.objects.count(), Case.objects.count()) == (0, 0)


def test_it_is_of_one_batch_alone(curator):
    applied(checked(CASES, user=curator, auto_create={"places": "-"}))
    later = checked("title,kind,places\nThree,other,Another Village\n", user=curator)
    assert refusals(later) == [
        (
            2,
            "places",
            "Another Village",
            "reference of one of the places; separate several with ;; “Another Village” is not known here",
        )
    ]


def test_what_comes_close_to_something_known_is_pointed_out(curator):
    made_up.place("Madeupton-on-Sea")
    batch = checked("title,kind,places\nOne,other,Madeupton on Sea\n", user=curator, auto_create={"places": "-"})
    [row] = batch.files.get(name="new places").rows.all()
    assert json.loads(row.problems) == [
        ["title", "Madeupton on Sea", "a new record, and not a similar one", "Madeupton-on-Sea"]
    ]


@pytest.mark.parametrize("typed", ["Cafe\u0301 Ville", "CAFÉ  VILLE", "\u200eCafé\u00a0ville", "Cafe ville"])
def test_a_name_that_reads_alike_is_found_and_not_made_again(curator, typed):
    place = made_up.place("Caf\u00e9 ville")
    applied(checked(f"title,kind,places\nOne,other,{typed}\n", user=curator, auto_create={"places": "-"}))
    assert (list(Place.objects.all()), list(Case.objects.get().places.all())) == ([place], [place])


def test_a_name_as_it_is_spelt_comes_before_one_that_reads_alike(curator):
    places = [made_up.place(name) for name in ("Madeupton", "MADEUPTON")]
    text = "title,kind,places\nOne,other,Madeupton\nTwo,other,MADEUPTON\nThree,other,madeupton\n"
    batch = checked(text, user=curator, auto_create={"places": "-"})
    assert [told[3].split(":")[0] for told in refusals(batch)] == [
        "one record called “madeupton”; there are several, so use one of PLA-0001, PLA-0002"
    ]
    applied(batch)
    assert [case.places.get() for case in Case.objects.in_order()] == places


def test_names_that_read_alike_are_made_once_and_the_batch_says_so(curator):
    text = "title,kind,places\nOne,other,Madéupton\nTwo,other,MADEUPTON\nThree,other,Made\u00adupton\n"
    batch = checked(text, user=curator, auto_create={"places": "settlement"})
    [row] = batch.files.get(name="new places").rows.all()
    expected = "one of places for this spelling, too; correct its title if another spelling is right"
    assert json.loads(row.problems) == [
        ["title", "MADEUPTON", expected, ""],
        ["title", "Madeupton", expected, ""],
    ]
    applied(batch)
    place = Place.objects.get()
    assert place.title == "Madéupton"
    assert [case.places.get() for case in Case.objects.all()] == [place] * 3


def test_what_reads_alike_and_was_entered_by_hand_meanwhile_is_not_made_again(curator):
    batch = checked("title,kind,places\nOne,other,Madeupton\n", user=curator, auto_create={"places": "-"})
    made_up.place("MADÉUPTON")
    assert "“Madeupton” in new places already exists" in applied(batch).message


def test_rows_of_one_delivery_are_linked_by_names_that_read_alike(curator):
    made_up.place("Elsewhere")
    text = "id,title,kind,part_of\n1,Upper  Madeupton,settlement,made\u00a0up REGION\n2,Made Up Region,region,\n"
    applied(checked(text, "places", user=curator))
    assert Place.objects.get(title="Upper  Madeupton").part_of.title == "Made Up Region"


@pytest.mark.parametrize("reference", ["", "PLA-0077"])
def test_a_row_of_one_delivery_is_found_by_its_title_and_not_made_again_where_it_may_bring_a_reference(
    curator, reference
):
    content = zipped(
        **{
            "places.csv": f"reference,title\n{reference},Madeupton\n",
            "cases.csv": "title,kind,places\nOne,other,madeupton\n",
        }
    )
    batch = received(content, "made-up.zip", user=curator)
    batch.auto_create = {"places": "-"}
    batch.save()
    batches.confirm(batch)
    working.run(batch.pk, Progress())
    batch.refresh_from_db()
    applied(batch)
    place = Place.objects.get()
    assert [case.places.get() for case in Case.objects.all()] == [place]
    assert not reference or place.pk == reference


def test_nothing_is_made_for_rows_that_are_refused(curator):
    text = "title,kind,places\nOne,no such kind,Madeupton\nTwo,other,Invented Village\n"
    batch = checked(text, user=curator, auto_create={"places": "-"})
    assert counts(batch) == {"made-up.csv": {"refused": 1, "new": 1}, "new places": {"new": 1}}
    assert [json.loads(row.cells) for row in batch.files.get(name="new places").rows.all()] == [["Invented Village"]]


def test_another_name_or_spelling_finds_it_where_it_is_the_only_one(curator):
    place = made_up.place("Madeupton")
    made_up.name(place, "Выдуманск")
    applied(checked("title,kind,places\nOne,other,Выдуманск\n", user=curator))
    assert Case.objects.get().places.get() == place
    made_up.name(made_up.place("Another"), "Выдуманск")
    assert refusals(checked("title,kind,places\nTwo,other,Выдуманск\n", user=curator))[0][3].startswith(
        "one record called “Выдуманск”; there are several"
    )


def test_a_name_of_somebody_protected_finds_them_for_stewards_alone(colleague):
    held = made_up.person("a made-up captive", name="Hidden Name")
    made_up.name(held, "SECRET-SPELLING")
    text = "title,told_by,consent\nMade up,SECRET-SPELLING,to-publish\n"
    found = {
        who: checked(text, "testimonies", user=colleague(who)).files.get().counts for who in ("curator", "steward")
    }
    assert found == {"curator": {"refused": 1}, "steward": {"new": 1}}


def test_people_are_never_made_new(curator):
    text = "title,told_by,consent\nMade up,Somebody Made Up,to-publish\n"
    batch = checked(text, "testimonies", user=curator, auto_create={"people": "-", "organisations": "ngo"})
    assert counts(batch)["made-up.csv"] == {"refused": 1}


def test_two_batches_that_make_the_same_do_not_make_it_twice(curator):
    one = checked("title,kind,places\nOne,other,Madeupton\n", user=curator, auto_create={"places": "-"})
    other = checked("title,kind,places\nTwo,other,Madeupton\n", user=curator, auto_create={"places": "-"})
    applied(one)
    assert applied(other).message == (
        "Row 1 of new places was imported with another batch since this one was checked. Nothing was written. "
        "Check the batch again."
    )
    batches.confirm(other)
    working.run(other.pk, Progress())
    applied(Batch.objects.get(pk=other.pk))
    assert (Place.objects.count(), Case.objects.count()) == (1, 2)


def test_what_was_entered_by_hand_meanwhile_is_not_made_again(curator):
    batch = checked("title,kind,places\nOne,other,Madeupton\n", user=curator, auto_create={"places": "-"})
    made_up.place("Madeupton")
    assert applied(batch).message == (
        "“Madeupton” in new places already exists. Nothing was written. Check the batch again."
    )


def test_a_file_handed_in_twice_and_checked_twice_is_applied_once(curator):
    one, other = (checked("title,kind\nOne,other\n", user=curator) for _ in range(2))
    applied(one)
    assert applied(other).message == (
        "Row 2 of made-up.csv was imported with another batch since this one was checked. Nothing was written. "
        "Check the batch again."
    )
    assert (other.status, Case.objects.count()) == (BatchStatus.READY, 1)


def test_the_command_line_makes_new_what_it_is_told_to(tmp_path, capsys):
    file = tmp_path / "testimonies.csv"
    file.write_text("reference,title,collected_by,consent\nTES-0001,Made up,A made-up body,to-publish\n")
    with pytest.raises(CommandError, match=r"“organisations=” names no kind. Expected one of: ngo, media"):
        call_command("import_records", "testimonies", str(file), "--new", "organisations")
    with pytest.raises(CommandError, match=r"“people” are not made new by an import. Expected one of: places"):
        call_command("import_records", "testimonies", str(file), "--new", "people")
    call_command("import_records", "testimonies", str(file), "--new", "organisations=ngo")
    assert Organisation.objects.get().title == "A made-up body"
    assert Testimony.objects.get().collected_by == Organisation.objects.get()


def test_the_preview_calls_a_row_that_has_no_reference_yet_by_its_title(client, curator):
    batch = checked(CASES, user=curator, auto_create={"places": "settlement"})
    client.force_login(curator)
    page = client.get(f"/admin/imports/{batch.pk}/?outcome=new").content.decode()
    assert "Madeupton (row 1 of new places)" in page
    assert "#10000:" not in page
