"""The public log: an issue stands where a stranger reads otherwise than before, and nowhere else."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import models
from django.utils import timezone

from archive.domain import public_log
from archive.domain.erasing import erase
from archive.domain.merging import merge
from archive.domain.unmerging import unmerge
from archive.domain.workflow import perform_transition
from archive.imports.batch.progress import Progress
from archive.imports.batch.undoing import undo
from archive.models import (
    Batch,
    Case,
    Issue,
    Merge,
    PendingReading,
    Person,
    PublicLogState,
    ReadingSalt,
    Redirect,
    Testimony,
    VideoEvidence,
)
from archive.models.log.changes import last_change, recording
from archive.models.log.public_feed import public_position, publicly_changed_between
from archive.vocabularies import Access, DeskAction, State
from tests import made_up
from tests.made_up.everything import HANG
from tests.made_up.pictures import picture

pytestmark = pytest.mark.django_db

TODAY = timezone.now().date()
NAMED = {"name": "Made-up Minister", "named_publicly": True, "naming_ground": "public-office"}


@pytest.fixture
def issued():
    """Run something, and return what it issued: what became of each record, by reference."""

    def run(write):
        before = Issue.objects.count()
        write()
        issues = Issue.objects.filter(number__gt=before)
        assert [issue.number for issue in issues] == list(range(before + 1, before + 1 + len(issues)))
        return {issue.subject_id: issue.what for issue in issues}

    return run


def saves(row, **values):
    def write():
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    return write


def test_what_is_published_is_opened_changed_and_closed(issued, colleague):
    row = made_up.case(state=State.IN_REVIEW)
    assert Issue.objects.filter(subject=row.pk).count() == 0
    assert issued(lambda: perform_transition(colleague("reviewer"), DeskAction.PUBLISH, row)) == {row.pk: "opened"}
    assert issued(saves(row, title="Another made-up title")) == {row.pk: "changed"}
    assert issued(saves(row, access=Access.RESTRICTED)) == {row.pk: "closed"}
    assert issued(saves(row, access=Access.PUBLIC)) == {row.pk: "opened"}


def test_an_issue_bears_the_day_and_no_time(issued):
    row = made_up.case()
    issue = Issue.objects.get(subject=row.pk)
    assert (issue.day, {field.name for field in Issue._meta.fields}) == (
        TODAY,
        {"number", "subject", "day", "what", "commitment", "recounts"},
    )


def test_what_is_hidden_leaves_no_issue(issued):
    draft, hidden = made_up.case(state=State.DRAFT), made_up.case(access=Access.RESEARCHERS)
    person, video = made_up.person(), made_up.video()
    assert issued(saves(draft, title="Another made-up draft")) == {}
    assert issued(saves(hidden, title="Another made-up case")) == {}
    assert issued(saves(person, name="Made-up Name", home_address="made up")) == {}
    assert issued(saves(video, address="https://made-up.example/")) == {}
    assert issued(lambda: made_up.consent(made_up.testimony(consent="to-publish"), use="keep")).keys() == {"TES-0001"}
    assert issued(lambda: made_up.consent(Testimony.objects.get(), use="courts")) == {}


def test_a_part_that_is_seen_changes_the_record_that_it_belongs_to(issued):
    row = made_up.case()
    assert issued(lambda: made_up.citation(row, source=made_up.source(state=State.DRAFT))) == {}
    source = made_up.source()
    assert issued(lambda: made_up.citation(row, source=source)) == {row.pk: "changed"}
    assert issued(saves(source, access=Access.RESTRICTED)) == {source.pk: "closed", row.pk: "changed"}


def test_what_a_part_rests_on_is_part_of_the_reading(issued):
    row = made_up.case()
    first, second = made_up.citation(row), made_up.citation(row)
    claim = made_up.claim(row, "age", text="about 20", cited=first)
    assert issued(saves(claim, citation=second)) == {row.pk: "changed"}


def test_a_person_who_becomes_protected_is_an_issue_of_every_record_that_named_them(issued):
    person = made_up.person("a made-up office", **NAMED)
    named = [
        made_up.case(summary=f"It tells of [[{person.pk}]]."),
        made_up.statement(speaker=person),
        made_up.repatriation(people=[person]),
    ]
    other = made_up.case()
    HANG["participations"](other, person=person)
    unnamed = made_up.case()
    assert issued(saves(person, named_publicly=False, naming_ground="")) == {
        person.pk: "changed",
        **{row.pk: "changed" for row in (*named, other)},
    }
    assert unnamed.pk not in {issue.subject_id for issue in Issue.objects.filter(what="changed")}


def test_a_place_that_is_shown_as_another_changes_what_lies_there(issued):
    wide, narrow = made_up.place("Madeupton"), made_up.place("Madeup Street")
    row = made_up.case(places=[narrow])
    assert issued(saves(narrow, shown_as=wide)) == {narrow.pk: "closed", row.pk: "changed"}
    assert issued(saves(wide, title="Madeupville")) == {wide.pk: "changed", row.pk: "changed"}
    assert issued(saves(narrow, title="Another Street")) == {}


def test_a_consent_that_is_taken_back_closes_the_account(issued):
    told = made_up.testimony(consent="to-publish")
    given = made_up.consent(told)
    assert issued(saves(given, withdrawn_on=TODAY)) == {told.pk: "closed"}


def test_an_embargo_that_ends_is_an_issue_although_nobody_wrote(issued, monkeypatch):
    row = made_up.case(embargo_until=TODAY + timedelta(days=1))
    linking = made_up.testimony(cases=[row])
    assert issued(public_log.catch_up) == {}
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert public_position().is_settled is False
    assert issued(public_log.catch_up) == {row.pk: "opened", linking.pk: "changed"}
    assert (public_position().is_settled, issued(public_log.catch_up)) == (True, {})
    assert Issue.objects.get(subject=row.pk).day == tomorrow.date()


def merged(user, kept, absorbed):
    known = {pk: last_change(pk).pk for pk in (kept.pk, absorbed.pk)}
    return lambda: merge(user, kept.pk, absorbed.pk, {}, "", expected_change=known)


def test_a_merge_moves_what_was_public_and_parting_opens_it_again(issued, curator):
    kept, absorbed = made_up.organisation("Made-up body"), made_up.organisation("Made-up office")
    told = issued(merged(curator, kept, absorbed))
    assert told == {absorbed.pk: "moved", kept.pk: "changed"}
    assert issued(saves(kept, access=Access.RESTRICTED)) == {kept.pk: "closed", absorbed.pk: "closed"}
    assert issued(saves(kept, access=Access.PUBLIC)) == {kept.pk: "opened", absorbed.pk: "moved"}
    assert issued(lambda: unmerge(curator, Merge.objects.get())) == {absorbed.pk: "opened", kept.pk: "changed"}


def test_a_text_by_an_old_reference_reads_otherwise_when_the_two_are_parted_and_when_one_is_protected(issued, curator):
    kept = made_up.person("a made-up office", **NAMED | {"name": "Made-up Minister"})
    absorbed = made_up.person("a made-up captive", **NAMED | {"name": "Made-up Captive"})
    merged(curator, kept, absorbed)()
    row = made_up.case(summary=f"It tells of [[{absorbed.pk}]].")
    told = issued(lambda: unmerge(curator, Merge.objects.get()))
    assert told[row.pk] == "changed"
    absorbed = Person.objects.get(pk=absorbed.pk)
    assert issued(saves(absorbed, named_publicly=False, naming_ground="")) == {
        absorbed.pk: "changed",
        row.pk: "changed",
    }
    row.refresh_from_db()
    assert (Case.objects.filter_words("Made-up Captive").count(), row.search_text) == (1, row.public_search_text())
    assert "made-up captive" in row.search_text  # the label


def test_a_withdrawn_record_that_is_a_draft_again_leads_nowhere_any_more(issued, curator, colleague):
    kept, absorbed = made_up.organisation("Made-up body"), made_up.organisation("Made-up office")
    merged(curator, kept, absorbed)()
    withdraw = lambda: perform_transition(curator, DeskAction.WITHDRAW, kept, "a note", "correction")  # noqa: E731
    assert issued(withdraw) == {kept.pk: "closed"}
    assert issued(lambda: perform_transition(curator, DeskAction.REOPEN, kept, "a note")) == {absorbed.pk: "closed"}


def test_a_clock_that_was_ahead_is_undone(issued, monkeypatch):
    real = timezone.now()
    row = made_up.case(embargo_until=TODAY + timedelta(days=9))
    monkeypatch.setattr(timezone, "now", lambda: real + timedelta(days=30))
    assert issued(public_log.catch_up) == {row.pk: "opened"}
    monkeypatch.setattr(timezone, "now", lambda: real)
    assert public_position().is_settled is False
    assert issued(public_log.catch_up) == {row.pk: "closed"}
    assert (public_position().is_settled, public_log.differing()) == (True, [])


def test_of_two_clocks_at_midnight_neither_undoes_the_work_of_the_other(issued, monkeypatch):
    today = timezone.now()
    row = made_up.case(embargo_until=TODAY + timedelta(days=1))
    monkeypatch.setattr(timezone, "now", lambda: today + timedelta(days=1))
    assert issued(public_log.catch_up) == {row.pk: "opened"}
    monkeypatch.setattr(timezone, "now", lambda: today)
    assert (issued(public_log.catch_up), public_position().is_settled) == ({}, False)
    assert issued(saves(row, title="Another title")) == {row.pk: "closed"}
    monkeypatch.setattr(timezone, "now", lambda: today + timedelta(days=1))
    assert issued(public_log.catch_up) == {row.pk: "opened"}


def test_of_a_draft_that_is_merged_nothing_is_told(issued, curator):
    kept, absorbed = made_up.organisation("Made-up body"), made_up.organisation("Made-up office", state=State.IN_REVIEW)
    assert absorbed.pk not in issued(merged(curator, kept, absorbed))
    assert Redirect.objects.filter(old=absorbed.pk).exists()


def test_an_erasure_closes_the_record_and_destroys_its_salt(issued):
    row, draft = made_up.case(), made_up.case(state=State.DRAFT)
    assert issued(lambda: erase(row.pk, "a made-up decision")) == {row.pk: "closed"}
    assert issued(lambda: erase(draft.pk, "a made-up decision")) == {}
    assert (ReadingSalt.objects.count(), Issue.objects.filter(subject=row.pk).count()) == (0, 2)
    assert public_log.differing() == []


def test_the_commitment_tells_nobody_what_a_reading_is_and_whether_two_are_alike():
    one, other = made_up.case("Made up"), made_up.case("Made up")
    assert Issue.objects.get(subject=one.pk).commitment != Issue.objects.get(subject=other.pk).commitment
    assert ReadingSalt.objects.get(subject=one.pk).salt != ReadingSalt.objects.get(subject=other.pk).salt


def test_a_reading_holds_no_checksum_of_an_original():
    row = made_up.video(showing_ground="consent")
    row.still.save("made-up.jpg", picture())
    told = public_log.readings_of([row.pk], ReadingSalt.objects.of([row.pk]))[row.pk].text
    digest = row.still.name.split("/")[-1].split(".")[0]
    assert (len(digest) >= 64, digest[:64] in told, '"still":"' in told) == (True, False, True)


def test_the_issues_of_one_write_are_in_no_order():
    rows = [made_up.case(f"Made-up case {n}") for n in range(30)]
    orders = set()
    for n in range(3):
        before = Issue.objects.count()
        Case.objects.update(summary=f"Made up {n}.")
        orders.add(tuple(Issue.objects.filter(number__gt=before).values_list("subject", flat=True)))
    assert {tuple(sorted(order)) for order in orders} == {tuple(row.pk for row in rows)}
    assert len(orders) == 3


def test_a_large_write_is_compared_later_and_readers_go_by_the_log_of_changes_till_then(issued, monkeypatch):
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 3)
    rows = [made_up.case(f"Made-up case {n}") for n in range(5)]
    drafts = [made_up.case(f"Made-up draft {n}", state=State.DRAFT) for n in range(5)]
    assert issued(lambda: Case.objects.update(summary="Made up.")) == {}
    assert issued(lambda: Case.objects.update(summary="Made up anew.")) == {}
    waiting = set(PendingReading.objects.values_list("subject", flat=True))
    assert (waiting, public_position().is_settled) == ({row.pk for row in rows}, False)
    assert not waiting & {row.pk for row in drafts}
    assert issued(public_log.catch_up) == {row.pk: "changed" for row in rows}
    assert (PendingReading.objects.count(), public_position().is_settled) == (0, True)


def goes_private(rows):
    Case.objects.update(access=Access.RESTRICTED)


def goes_private_one_by_one(rows):
    for row in Case.objects.all():
        saves(row, access=Access.RESTRICTED)()


def is_written_back(rows):
    Case.objects.update(summary=rows[0].summary)


def is_written_anew(rows):
    Case.objects.update(summary="Made up anew.")


@pytest.mark.parametrize(
    ("write", "became"),
    [
        (goes_private, "closed"),
        (goes_private_one_by_one, "closed"),
        (is_written_back, None),
        (is_written_anew, "changed"),
    ],
)
@pytest.mark.parametrize("most", [3, 500])
def test_what_is_written_between_a_comparison_and_its_issue_is_what_counts(issued, monkeypatch, write, became, most):
    rows = [made_up.case(f"Made-up case {n}") for n in range(5)]
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 3)
    Case.objects.update(summary="Made up.")
    append = public_log._append_deferred

    def written_first(*given):
        if not done:
            done.append(write(rows))
        append(*given)

    done = []
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", most)
    monkeypatch.setattr(public_log, "_append_deferred", written_first)
    assert issued(public_log.catch_up) == ({row.pk: became for row in rows} if became else {})
    assert (public_log.differing(), PendingReading.objects.count()) == ([], 0)


def test_what_was_compared_before_midnight_is_compared_again_after_it(issued, monkeypatch):
    row = made_up.case(embargo_until=TODAY + timedelta(days=1))
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 0)
    saves(made_up.case("Another made-up case"), summary="Made up.")()
    compared, append = [], public_log._append_deferred

    def at_midnight(*given):
        if not compared:
            monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=1))
        compared.append(sorted(given[0]))
        append(*given)

    now = timezone.now()
    monkeypatch.setattr(public_log, "_append_deferred", at_midnight)
    assert issued(public_log.catch_up) == {"CAS-0002": "opened", row.pk: "opened"}
    assert compared == [["CAS-0002"], ["CAS-0001", "CAS-0002"]]
    assert set(Issue.objects.values_list("day", flat=True)) == {TODAY + timedelta(days=1)}


def test_a_record_that_waits_is_not_told_of_apart_from_the_others(issued, monkeypatch):
    rows = [made_up.case(f"Made-up case {n}") for n in range(5)]
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 3)
    Case.objects.update(summary="Made up.")
    assert issued(saves(Case.objects.get(pk=rows[0].pk), title="Another made-up title")) == {}
    assert issued(public_log.catch_up) == {row.pk: "changed" for row in rows}


def test_what_is_hidden_while_it_waits_is_gone_from_what_was_made_then(import_table, monkeypatch):
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 1)
    import_table("cases", TABLE)
    unsettled = public_position()
    Case.objects.filter(pk="CAS-0001").update(access=Access.RESTRICTED)
    public_log.catch_up()
    assert not Issue.objects.filter(subject="CAS-0001").exists()
    assert "CAS-0001" in publicly_changed_between(unsettled, public_position())


def test_a_batch_that_is_undone_between_a_comparison_and_its_issue_never_was_public(issued, import_table, monkeypatch):
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 1)
    import_table("cases", TABLE)
    append, batch, done = public_log._append_deferred, Batch.objects.get(), []

    def undone_first(*given):
        if not done:
            done.append(undo(batch, Progress()))
        append(*given)

    monkeypatch.setattr(public_log, "_append_deferred", undone_first)
    assert issued(public_log.catch_up) == {}
    assert (len(done), Case.objects.count(), PendingReading.objects.count()) == (1, 0, 0)


def test_what_was_deferred_as_written_is_not_stated_again_when_the_format_changes(issued, monkeypatch):
    rows = [made_up.case(f"Made-up case {n}") for n in range(5)]
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 3)
    Case.objects.update(summary="Made up.")
    PublicLogState.objects.update(reading_format="another")
    public_log.begin()
    assert issued(public_log.catch_up) == {row.pk: "changed" for row in rows}


def test_what_is_to_be_stated_again_and_was_imported_since_is_told_as_changed(issued, monkeypatch):
    row = made_up.case()
    PublicLogState.objects.update(reading_format="another")
    public_log.begin()
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 0)
    saves(row, summary="Made up.")()
    assert issued(public_log.catch_up) == {row.pk: "changed"}


TABLE = """reference,title,kind,state,access
CAS-0001,Made up,other,published,public
CAS-0002,Another,other,published,public
CAS-0003,A draft,other,draft,public
"""


@pytest.mark.parametrize(("most", "at_once"), [(3, True), (2, False)])
def test_a_batch_of_published_rows_is_compared_at_once_or_later(issued, import_table, monkeypatch, most, at_once):
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", most)
    opened = {"CAS-0001": "opened", "CAS-0002": "opened"}
    assert issued(lambda: import_table("cases", TABLE)) == (opened if at_once else {})
    assert issued(public_log.catch_up) == ({} if at_once else opened)


@pytest.mark.parametrize(("most", "at_once"), [(3, True), (1, False)])
def test_a_batch_that_is_undone_is_closed(issued, import_table, monkeypatch, most, at_once):
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", most)
    import_table("cases", TABLE)
    public_log.catch_up()
    batch = Batch.objects.get()
    closed = {"CAS-0001": "closed", "CAS-0002": "closed"}
    assert issued(lambda: undo(batch, Progress())) == (closed if at_once else {})
    assert Case.objects.count() == 0
    assert issued(public_log.catch_up) == ({} if at_once else closed)
    assert public_log.differing() == []


def test_a_batch_of_drafts_leaves_nothing_to_be_compared(issued, import_table, monkeypatch):
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 1)
    assert issued(lambda: import_table("cases", TABLE.replace("published", "draft"))) == {}
    assert PendingReading.objects.count() == 0


def test_many_drafts_at_once_leave_nothing_to_be_compared(issued, monkeypatch):
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 3)
    with recording():
        for n in range(10):
            made_up.case(f"Made-up draft {n}", state=State.DRAFT)
    assert (issued(public_log.catch_up), PendingReading.objects.count()) == ({}, 0)
    Case.objects.update(title="Another made-up draft")
    assert PendingReading.objects.count() == 0


def test_a_log_that_begins_in_an_archive_of_its_own_states_what_is_public_and_no_day_of_change():
    row = made_up.case()
    assert Issue.objects.days_of_change([row.pk]).get(row.pk) == TODAY
    models.QuerySet(Issue).delete()
    ReadingSalt.objects.all().delete()
    PublicLogState.objects.all().delete()
    assert public_position().is_settled is False
    public_log.begin()
    public_log.catch_up()
    assert Issue.objects.get().what == "stated"
    assert (Issue.objects.days_of_change([row.pk]).get(row.pk), public_log.differing()) == (None, [])


def test_readings_of_another_format_are_stated_anew_and_keep_their_day(monkeypatch):
    row = made_up.case()
    models.QuerySet(Issue).update(day=TODAY - timedelta(days=9))
    monkeypatch.setattr(public_log, "reading_format", lambda: "another format")
    monkeypatch.setattr(public_log, "commitment_of", lambda salt, text: "another commitment")
    public_log.begin()
    public_log.catch_up()
    assert [issue.what for issue in Issue.objects.order_by("number")] == ["opened", "stated"]
    assert Issue.objects.days_of_change([row.pk]).get(row.pk) == TODAY - timedelta(days=9)


def test_the_log_is_only_ever_added_to():
    made_up.case()
    issue = Issue.objects.get()
    for change in (issue.save, issue.delete, Issue.objects.all().delete, lambda: Issue.objects.update(day=TODAY)):
        with pytest.raises(TypeError, match="only ever added to"):
            change()


def test_what_is_written_past_the_archive_is_found_by_the_check(capsys):
    row, other = made_up.case(), made_up.case()
    models.QuerySet(Case).filter(pk=row.pk).update(title="Written past the archive")
    models.QuerySet(Case).filter(pk=other.pk).update(state=State.DRAFT)
    assert public_log.differing() == [row.pk, other.pk]
    with pytest.raises(SystemExit):
        call_command("check_issues")
    assert capsys.readouterr().err.startswith(f"{row.pk}: the public log says otherwise.")


def test_the_check_says_that_all_agree(capsys):
    made_up.case()
    call_command("check_issues")
    assert capsys.readouterr().out == "The public log says what anyone reads: 1 records.\n"


@pytest.mark.parametrize("model", [Person, VideoEvidence])
def test_a_picture_that_is_exchanged_is_an_issue_and_one_that_is_hidden_is_none(issued, model):
    row = made_up.person(**NAMED) if model is Person else made_up.video()
    ground, name = ("portrait_ground", "portrait") if model is Person else ("showing_ground", "still")
    assert issued(lambda: getattr(row, name).save("made-up.jpg", picture(colour="red"))) == {}
    assert issued(saves(row, **{ground: "consent"})) == {row.pk: "changed"}
    assert issued(lambda: getattr(row, name).save("made-up.jpg", picture(colour="grey"))) == {row.pk: "changed"}
