"""Batches: what is kept, what applying and undoing do, and that nothing is half done."""

import errno
import json

import pytest
from django.db import OperationalError

from archive.domain.locking import ActionRefused
from archive.imports.batch import applying, batches, permissions, stored_files, working
from archive.imports.batch.progress import Progress, cancel
from archive.imports.files.errors import TableError
from archive.models import Accession, Batch, Case, Change, Citation, Place, Revision
from archive.vocabularies import BatchStatus, State
from tests import made_up
from tests.made_up.batches import applied, checked, received, refusals, undone
from tests.made_up.files import HEAD, zipped

pytestmark = pytest.mark.django_db
# What is kept


def test_nothing_touches_the_records_until_a_batch_is_applied(curator):
    batch = checked(f"{HEAD}\nCAS-0001,Made up,killing\n", user=curator)
    assert (batch.status, Case.objects.count(), Change.objects.count(), Accession.objects.count()) == (
        "ready",
        0,
        0,
        0,
    )
    assert applied(batch).status == BatchStatus.APPLIED
    assert [(row.pk, row.title) for row in Case.objects.all()] == [("CAS-0001", "Made up")]
    assert (Change.objects.get().user, Change.objects.get().pk) == (curator, Batch.objects.get().first_change)


def test_the_file_is_kept_with_its_checksum_and_each_row_with_its_cells(curator):
    text = f"{HEAD},colour\nCAS-0001, Made up ,killing,blue\n"
    batch = checked(text, user=curator)
    with stored_files.open_table(batch.files.get()) as kept:
        assert kept.read() == text.encode()
    assert len(batch.files.get().sha256) == 64
    assert json.loads(batch.rows().get().cells) == ["CAS-0001", " Made up ", "killing", "blue"]
    assert batch.files.get().mapping["columns"]["colour"] == ""


def test_a_record_knows_the_batch_and_row_it_came_from(curator):
    batch = applied(checked(f"{HEAD}\n,Made up,killing\n,Another,killing\n", user=curator))
    second = Case.objects.get(title="Another")
    [row] = batch.rows().model.objects.applied_to(second.pk)
    assert (row.file.batch, row.number, second.pk) == (batch, 3, "CAS-0002")


def test_rows_without_a_reference_are_not_doubled_when_they_come_again(curator):
    text = "title,kind\nMade up,killing\nAnother,killing\n"
    applied(checked(text, user=curator))
    again = checked(f"{text}A third,killing\n", user=curator)
    assert again.files.get().counts == {"same": 2, "new": 1}


def test_a_row_is_known_again_by_its_own_number_under_the_same_named_mapping(curator):
    def sent(text):
        batch = received(text, noun="cases", user=curator)
        batch.files.update(known_as="made-up observers")
        batches.confirm(batch)
        working.run(batch.pk, Progress())
        return Batch.objects.get(pk=batch.pk)

    applied(sent("id,title,kind\n7,Made up,killing\n"))
    second = sent("id,title,kind\n7,Made up anew,killing\n")
    assert second.files.get().counts == {"changed": 1}
    applied(second)
    assert [(row.pk, row.title) for row in Case.objects.all()] == [("CAS-0001", "Made up anew")]


# Links


def test_rows_link_to_rows_further_down_and_in_other_files_of_a_zip(curator):
    files = {
        "made-up/cases.csv": "id,title,kind,places\n1,Made up,killing,Madeupton\n",
        "made-up/places.csv": "title,part_of\nMadeupton,Upper Madeupton\nUpper Madeupton,\n",
        "made-up/sources.csv": "title,kind\nThe Made-up Gazette,news\n",
        "made-up/citations.csv": "subject,source\n1,The Made-up Gazette\n",
    }
    batch = applied(checked(zipped(**files), "", name="made-up.zip", user=curator))
    assert batch.message == ""
    case = Case.objects.get()
    assert [(place.title, place.part_of.title) for place in case.places.all()] == [("Madeupton", "Upper Madeupton")]
    assert Citation.objects.get().subject_id == case.pk
    assert '"hanging":{"citations"' in Change.objects.filter(subject=case.pk).get().state


def test_a_row_that_links_to_a_refused_row_is_refused_too(curator):
    batch = checked("reference,title,part_of\nPLA-0001,Madeupton,PLA-0002\nPLA-0002,,\n", "places", user=curator)
    assert refusals(batch) == [
        (2, "part_of", "PLA-0002", "a link to a row that can be imported; PLA-0002 is rejected"),
        (3, "title", "", "a value: this column can't be empty (text, up to 300 characters)"),
    ]
    files = {"places.csv": "title,kind\nMadeupton,nonsense\n", "cases.csv": "title,kind,places\nA,killing,Madeupton\n"}
    batch = checked(zipped(**files), "", name="made-up.zip", user=curator)
    expected = "a link to a row that can be imported; row 2 of places.csv is rejected"
    assert refusals(batch)[1] == (2, "places", "Madeupton", expected)


# All or nothing


def test_a_record_that_changed_since_the_check_stops_the_batch(curator):
    row = made_up.case("Before", state=State.DRAFT)
    batch = checked(f"{HEAD}\nCAS-0009,New,killing\n{row.pk},After,captivity\n", user=curator)
    row.title = "Meanwhile"
    row.save()
    assert applied(batch).message == (
        f"{row.pk}, in row 3 of made-up.csv, was changed since the batch was checked. Nothing was written. "
        "Check the batch again."
    )
    assert (batch.status, Case.objects.count(), Case.objects.get().title) == ("ready", 1, "Meanwhile")


def test_of_two_batches_on_the_same_records_the_second_is_told(curator, colleague):
    row = made_up.case("Before", state=State.DRAFT)
    first = checked(f"{HEAD}\n{row.pk},First,captivity\n,New,other\n", user=curator)
    second = checked(f"{HEAD}\n{row.pk},Second,captivity\n,New too,other\n", user=colleague("curator"))
    assert applied(first).message == ""
    assert "was changed since the batch was checked. Nothing was written." in applied(second).message
    assert sorted(Case.objects.values_list("title", flat=True)) == ["First", "New"]


def test_a_row_that_breaks_a_rule_beside_a_record_of_another_batch_is_told_without_its_words(curator):
    text = "scheme,notation,title\nacts,made-up-shouting,Made-up shouting\n"
    first, second = (
        checked(text, "terms", user=curator),
        checked(text.replace("shouting\n", "noise\n"), "terms", user=curator),
    )
    assert applied(first).message == ""
    assert applied(second).message == (
        "A row and another row or record together break a rule of the archive. Nothing was written. Check it again."
    )
    assert second.status == BatchStatus.READY


def test_a_cancelled_batch_leaves_nothing(curator):
    batch = checked(f"{HEAD}\nCAS-0001,Made up,killing\n", user=curator)
    working.enqueue(batch, BatchStatus.APPLYING, applied_by=curator)
    cancel(batch.pk)
    working.run(batch.pk)
    batch.refresh_from_db()
    assert (batch.status, batch.message) == ("ready", "It was cancelled. Nothing was written.")
    assert Case.objects.count() == 0


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "x"), OperationalError("database or disk is full")])
def test_a_disk_that_fills_up_leaves_nothing_and_says_so(curator, monkeypatch, error):
    batch = checked(f"{HEAD}\nCAS-0001,Made up,killing\n", user=curator)

    def full(*args):
        raise error

    monkeypatch.setattr(applying, "log_new_rows", full)
    assert applied(batch).message == ("The disk is full. Nothing was written. Free some space, then start it again.")
    assert (batch.status, Case.objects.count(), Accession.objects.count()) == ("ready", 0, 0)
    monkeypatch.undo()
    assert applied(batch).status == "applied"


# Undoing


def test_a_batch_is_undone_as_a_whole_and_may_come_again(curator):
    row = made_up.case("Before", state=State.DRAFT, places=[made_up.place("Madeupton")])
    before = Change.objects.filter(subject=row.pk).latest("sequence").state
    text = f"{HEAD},places\n{row.pk},After,killing,\nCAS-0009,New,killing,Madeupton\n"
    batch = undone(applied(checked(text, user=curator)))
    assert (batch.status, batch.message) == ("undone", "")
    assert [one.title for one in Case.objects.all()] == ["Before"]
    assert Change.objects.filter(subject=row.pk).latest("sequence").state == before
    assert Change.objects.filter(subject="CAS-0009").latest("sequence").action == "removed"
    assert applied(checked(text, user=curator)).status == "applied"
    assert sorted(Case.objects.values_list("title", flat=True)) == ["After", "New"]


def test_a_batch_on_which_something_stands_is_not_undone_and_says_what(curator):
    batch = applied(checked("reference,title\nPLA-0007,Madeupton\nPLA-0008,Falseville\n", "places", user=curator))
    case = made_up.case(places=[Place.objects.get(pk="PLA-0007")])
    place = Place.objects.get(pk="PLA-0008")
    place.title = "Otherville"
    place.save()
    assert undone(batch).message == (
        "Nothing was undone: PLA-0008 changed since it was applied. To undo it, they have to "
        "be as the batch left them. "
        f"{case.pk} links to what it added."
    )
    assert (batch.status, Place.objects.count()) == ("applied", 2)


# Published records


def test_rows_that_change_published_records_become_proposals(colleague):
    row = made_up.case("Before", state=State.PUBLISHED, kind="other")
    sender = colleague("curator")
    batch = applied(checked(f"{HEAD}\n{row.pk},After,other\nCAS-0009,New,other\n", user=sender))
    row.refresh_from_db()
    assert (row.title, Case.objects.get(pk="CAS-0009").title) == ("Before", "New")
    [revision] = Revision.objects.waiting()
    assert (revision.subject_id, list(revision.authors.all()), list(batch.revisions.all())) == (
        row.pk,
        [sender],
        [revision],
    )
    assert json.loads(revision.state)["title"] == "After"
    assert undone(batch).message == ""
    assert not Revision.objects.waiting().exists()


def test_a_reviewer_who_applies_what_another_sent_revises_published_records(colleague):
    row = made_up.case("Before", state=State.PUBLISHED, kind="other")
    reviewer = colleague("reviewer")
    batch = checked(f"{HEAD}\n{row.pk},After,other\n", user=colleague("curator"))
    assert applied(batch, user=reviewer).message == ""
    row.refresh_from_db()
    last = Change.objects.filter(subject=row.pk).latest("sequence")
    assert (row.title, last.action, last.user) == ("After", "revised", reviewer)


def test_whoever_sent_and_reviews_a_batch_decides_on_none_of_it(colleague):
    row = made_up.case("Before", state=State.PUBLISHED, kind="other")
    both = colleague("curator", "reviewer")
    applied(checked(f"{HEAD}\n{row.pk},After,other\n", user=both))
    row.refresh_from_db()
    assert (row.title, Revision.objects.waiting().count()) == ("Before", 1)


# Bad deliveries


def test_a_path_out_of_a_zip_is_refused():
    batch = received(zipped(**{"../cases.csv": HEAD}), name="made-up.zip")
    told = "“../cases.csv” in the ZIP points outside it. Expected names of files inside."
    assert (batch.status, batch.message) == ("stopped", told)


def test_a_zip_that_unfolds_to_too_much_is_refused():
    batch = received(zipped(**{"cases.csv": b"a" * 20_000_000}), name="made-up.zip")
    assert (
        batch.message
        == "“cases.csv” unpacks to 20,000,000 bytes, which is too much for its size. Expected an ordinary ZIP."
    )


def test_a_zip_without_tables_is_refused():
    batch = received(zipped(**{"made-up.jpg": b"x"}), name="made-up.zip")
    assert batch.message == "The ZIP contains no table. Expected files such as cases.csv or places.xlsx in it."


def test_what_can_not_be_read_is_kept_all_the_same(curator):
    batch = received(b"%PDF-1.7 made up", user=curator)
    with stored_files.open_table(batch.files.get()) as kept:
        assert (batch.status, kept.read()) == ("stopped", b"%PDF-1.7 made up")


def test_a_field_that_nothing_fills_is_asked_for():
    batch = received("colour\nblue\n", noun="cases")
    with pytest.raises(TableError, match=r"made-up\.csv: title, kind has no value\. Expected a column"):
        batches.confirm(batch)


def test_one_name_is_one_whichever_way_it_was_typed(curator):
    marked, composed, apart = "\u202e\u00a0Made up\u202c\u200b", "Caf\u00e9", "Cafe\u0301"
    batch = applied(checked(f"title,kind\n{marked},other\n{composed},other\n{apart},other\n", user=curator))
    assert batch.files.get().counts == {"new": 2, "refused": 1}
    assert refusals(batch)[0][3].startswith("a row that does not repeat row 3")
    assert list(Case.objects.order_by("pk").values_list("title", flat=True)) == ["Made up", composed]


def test_what_was_kept_before_in_another_form_is_not_changed_by_a_file_that_says_the_same(curator):
    case = made_up.case("\u200eCafe\u0301 ", state="draft", summary=" Made\u200c up ")
    text = f"reference,title,summary,date\n{case.pk},\u200eCafe\u0301 , Made\u200c up ,2020\n"
    applied(checked(text, user=curator))
    case.refresh_from_db()
    assert (case.title, case.summary, str(case.date)) == ("\u200eCafe\u0301 ", " Made\u200c up ", "2020")


def test_what_is_asked_for_twice_is_done_once(curator):
    batch = checked(f"{HEAD}\nCAS-0001,Made up,killing\n", user=curator)
    applied(batch)
    with pytest.raises(ActionRefused, match="This was not possible: the batch has moved on"):
        working.enqueue(batch, BatchStatus.APPLYING)
    assert working.run(batch.pk) is False


# Who may


def test_who_lost_their_roles_applies_and_undoes_nothing(colleague):
    sender = colleague("curator")
    batch = checked(f"{HEAD}\nCAS-0001,Made up,killing\n", user=sender)
    assert permissions.may_apply(sender, batch)
    sender.is_curator = False
    sender.save()
    assert not permissions.may_apply(sender, batch)
    assert applied(batch).message == (
        "Row 2 of made-up.csv can no longer be written. Expected an existing record: your "
        "roles do not let you enter new ones of this kind. Nothing was written. Check the batch again."
    )
    assert not permissions.may_undo(sender, batch)


def test_a_batch_is_seen_by_whom_it_concerns(colleague):
    held = made_up.person("a held one", access="restricted")
    plain = checked(f"{HEAD}\nCAS-0001,Made up,killing\n", user=colleague("curator"))
    sealed = checked(f"reference,title\n{held.pk},a held one\n", "people", user=colleague("steward"))
    seen = {
        role: set(Batch.objects.visible_to(colleague(*role.split())).values_list("pk", flat=True))
        for role in ("curator", "reviewer", "contributor", "steward")
    }
    assert seen == {
        "curator": {plain.pk},
        "reviewer": {plain.pk},
        "contributor": set(),
        "steward": {plain.pk, sealed.pk},
    }
    applied(plain)
    assert not Batch.objects.visible_to(colleague("reviewer")).exists()


def test_what_hangs_on_a_published_record_is_not_moved_off_it(curator):
    account = made_up.testimony("As published")
    taken_back = made_up.consent(account, withdrawn_on="2021-01-01")
    draft = made_up.testimony("A draft", state=State.DRAFT)
    text = f"reference,testimony,use\n{taken_back.pk},{draft.pk},publish\n"
    assert refusals(checked(text, "consents", user=curator)) == [
        (
            2,
            "testimony",
            draft.pk,
            f"{account.pk}, to which it belongs: an import moves nothing from one record to another",
        )
    ]


def test_a_batch_of_what_hangs_on_records_alone_is_undone(curator):
    row, source = made_up.case(state=State.DRAFT), made_up.source()
    batch = applied(checked(f"subject,source,locator\n{row.pk},{source.pk},page 1\n", "citations", user=curator))
    assert Citation.objects.count() == 1
    assert (undone(batch).status, Citation.objects.count()) == (BatchStatus.UNDONE, 0)


def test_the_page_of_a_file_that_can_not_be_read_says_why(client, curator):
    client.force_login(curator)
    batch = received(b"%PDF-1.4 made up", name="made-up.csv", user=curator)
    assert batch.message in client.get(f"/admin/imports/{batch.pk}/").content.decode()
