"""Earlier published states, as they can be read today: what is protected now is protected in every one of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from archive.domain.erasing import erase
from archive.domain.merging import merge
from archive.domain.revisions import propose
from archive.domain.unmerging import unmerge
from archive.domain.versions import close_history, versions_of
from archive.domain.workflow import perform_transition
from archive.models import Case, Change, HistoryClosure, Participation, Person, Relation, Source, recording
from archive.models.log.changes import last_change, last_state
from archive.vocabularies import DeskAction, State
from tests import made_up
from tests.made_up.pictures import picture

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()


def days_ago(days: int, reference: str) -> None:
    """Let the last change of the record have been made so many days ago."""
    last = Change.objects.filter(subject_id=reference).latest("sequence")
    at = datetime.now(UTC) - timedelta(days=days)
    super(type(Change.objects.all()), Change.objects.filter(pk=last.pk)).update(created_at=at)


def changed(row, days: int, **values):
    with recording():
        type(row).objects.filter(pk=row.pk).update(**values)
    days_ago(days, row.pk)


def read(row, user=None):
    """From which day to which it read how, the latest first; days as numbers before today."""
    told = versions_of(type(row).objects.get(pk=row.pk), user)
    return [((TODAY - v.first).days, v.last and (TODAY - v.last).days, v.row.title) for v in told]


@pytest.fixture
def row():
    with recording():
        row = made_up.case("As first published", summary="First words.")
        made_up.claim(row, "age", text="about 20")
    days_ago(30, row.pk)
    changed(row, 20, title="As revised")
    changed(row, 10, title="As revised again", summary="")
    return row


def as_of(row, days: int) -> str:
    return reverse(f"{row.noun}-as-of", args=[row.pk, (TODAY - timedelta(days=days)).isoformat()])


def test_each_day_reads_as_it_did_at_its_end(row):
    assert read(row) == [(10, None, "As revised again"), (20, 11, "As revised"), (30, 21, "As first published")]


def test_the_page_of_a_day_has_what_hung_on_the_record_then(client, row):
    made_up.citation(row, locator="entered today")
    page = client.get(as_of(row, 25)).content.decode()
    assert [words in page for words in ("As first published", "First words.", "about 20")] == [True] * 3
    assert [words in page for words in ("As revised", "entered today")] == [False, False]
    assert 'content="noindex"' in page


def test_a_day_before_the_first_or_not_over_yet_has_no_page(client, row):
    asked = [as_of(row, days) for days in (31, 0, -1)] + [f"{row.get_absolute_url()}as-of/yesterday/"]
    assert [client.get(address).status_code for address in asked] == [404] * 4
    assert [client.get(as_of(row, days)).status_code for days in (30, 1)] == [200, 200]


def test_two_changes_of_a_day_read_as_the_last_of_them(row):
    changed(row, 5, title="In the morning")
    changed(row, 5, title="In the evening")
    assert read(row)[:2] == [(5, None, "In the evening"), (10, 6, "As revised again")]


def test_a_change_that_no_reader_sees_is_no_version():
    held = made_up.person("a captive", name="Nobody Madeupian")
    days_ago(30, held.pk)
    changed(held, 10, name="Somebody Madeupian", health="Wounded.")
    assert read(held) == [(30, None, "a captive")]


def test_the_list_offers_the_versions_with_their_addresses(client, row):
    page = client.get(reverse("cases-versions", args=[row.pk]))
    assert [address for _, address in page.context["versions"]] == [
        row.get_absolute_url(),
        as_of(row, 11),
        as_of(row, 21),
    ]
    assert client.get(row.get_absolute_url()).content.decode().count("/versions/") == 1


def test_what_is_protected_now_is_protected_in_every_version(client):
    with recording():
        held = made_up.person("a captive", name="Nobody Madeupian", named_publicly=True, naming_ground="consent")
        made_up.name(held, "Nobody Variant")
        told = made_up.case(summary=f"Of [[{held.pk}]].")
    for one in (held, told):
        days_ago(30, one.pk)
    page = client.get(as_of(told, 20)).content.decode()
    assert "Nobody Madeupian" in page
    Person.objects.update(named_publicly=False)
    pages = [client.get(as_of(one, 20)).content.decode() for one in (held, told)]
    assert ["Nobody" in page for page in pages] == [False, False]
    assert ["a captive" in page for page in pages] == [True, True]


def test_a_version_in_which_a_protected_name_stands_is_not_offered(row):
    changed(row, 5, summary="Of Nobody Madeupian.")
    changed(row, 3, summary="Of somebody.")
    made_up.person("a captive", name="Nobody Madeupian")
    assert [first for first, _, _ in read(row)] == [3, 10, 20, 30]


def test_what_cites_a_source_that_is_closed_now_is_left_out(client, row):
    Source.objects.update(access="restricted")
    assert "about 20" not in client.get(as_of(row, 25)).content.decode()


def test_versions_go_back_to_the_last_time_that_it_was_not_public(row, colleague):
    both = colleague("reviewer", "steward")
    perform_transition(both, DeskAction.WITHDRAW, row, "made up", "error")
    perform_transition(both, DeskAction.REOPEN, row, "made up")
    Case.objects.update(state=State.PUBLISHED)
    assert read(row) == [(0, None, "As revised again")]


def test_a_hidden_record_has_no_versions_and_answers_like_one_that_never_was(client, row):
    Case.objects.update(access="restricted")
    asked = [as_of(row, 25), reverse("cases-versions", args=[row.pk])]
    never = [address.replace(row.pk, "CAS-9999") for address in asked]
    answers = [[client.get(address) for address in addresses] for addresses in (asked, never)]
    assert [answer.status_code for answers_ in answers for answer in answers_] == [404] * 4
    assert [one.content for one in answers[0]] == [
        one.content.replace(b"CAS-9999", row.pk.encode()) for one in answers[1]
    ]


def test_what_was_not_public_on_a_day_is_not_read_on_it(row):
    changed(row, 5, access="researchers")
    changed(row, 4, access="public")
    assert read(row) == [(4, None, "As revised again")]


def test_a_researcher_reads_the_versions_that_were_open_to_researchers(row, researcher):
    changed(row, 5, access="researchers", title="For researchers")
    changed(row, 4, access="public", title="For all")
    assert [title for _, _, title in read(row, researcher)] == [
        "For all",
        "For researchers",
        *(["As revised again", "As revised", "As first published"]),
    ]


def test_what_is_closed_is_not_offered_any_more(row, colleague):
    close_history(colleague("reviewer"), row.pk, "It told where somebody lives.")
    assert read(row) == [(10, None, "As revised again")]


def test_pictures_are_no_part_of_a_version(client):
    shown = made_up.video(showing_ground="made up", content_warning="none")
    shown.still.save("made-up.jpg", picture())
    days_ago(10, shown.pk)
    changed(shown, 9, showing_ground="made up again")
    assert "<img" in client.get(shown.get_absolute_url()).content.decode()
    assert "<img" not in client.get(as_of(shown, 5)).content.decode()


def test_what_was_merged_since_is_linked_as_what_it_became(client, row, colleague):
    kept, absorbed = made_up.place("Madeupton"), made_up.place("Falseville")
    told = made_up.case("Elsewhere", places=[absorbed])
    days_ago(10, told.pk)
    seen = {one.pk: last_change(one.pk).pk for one in (kept, absorbed)}
    merge(colleague("steward"), kept.pk, absorbed.pk, {}, "", expected_change=seen)
    page = client.get(as_of(told, 5)).content.decode()
    assert (kept.get_absolute_url() in page, absorbed.get_absolute_url() in page) == (True, False)


def test_earlier_states_are_closed_at_the_desk_by_those_who_may_withdraw(client, row, colleague):
    address = reverse("admin:archive_case_history", args=[row.pk])
    client.force_login(colleague("curator"))
    client.post(address, {"close": "1", "note": "made up"})
    assert len(read(row)) == 3
    client.force_login(colleague("reviewer"))
    client.post(address, {"close": "1", "note": "made up"})
    assert read(row) == [(10, None, "As revised again")]
    assert HistoryClosure.objects.get().note == "made up"


def test_a_reviewer_closes_what_a_revision_replaces(client, row, colleague):
    revision = propose(colleague("curator"), last_state(row.pk) | {"title": "Without what was too much"})
    client.force_login(colleague("reviewer"))
    values = {"token": revision.token(), "verdict title": "accept", "close": "on"}
    client.post(reverse("desk:revision", args=[revision.pk]), values)
    assert read(row) == [(0, None, "Without what was too much")]


def test_what_was_withheld_on_a_day_is_not_read_on_it_since_it_was_opened():
    held = made_up.person("a captive", name="Made-up Name", summary="Not read then.")
    told = made_up.testimony(text="Not read then.", consent="unknown")
    narrow = made_up.place("Not read then", shown_as=made_up.place("Province of Madeupton"))
    opened = {
        held: {"summary": "harmless", "named_publicly": True, "naming_ground": "consent"},
        told: {"text": "harmless", "consent": "to-publish"},
        narrow: {"title": "The district", "shown_as": None},
    }
    for row, values in opened.items():
        days_ago(20, row.pk)
        changed(row, 10, **values)
        assert [first for first, _, _ in read(row)] == [10]


def test_a_name_that_somebody_protected_had_before_is_in_no_version(client):
    named = {"named_publicly": True, "naming_ground": "consent"}
    held = made_up.person("Nobody Madeupian", name="Nobody Madeupian", **named)
    told = made_up.case("The case of Nobody Madeupian")
    for row in (held, told):
        days_ago(20, row.pk)
    changed(told, 10, title="A case")
    changed(held, 10, title="a captive", name="Somebody Else", named_publicly=False, naming_ground="")
    assert [client.get(as_of(row, 15)).status_code for row in (held, told)] == [404, 404]
    assert [first for first, _, _ in read(told)] == [10]


def test_a_state_of_two_merged_records_is_not_read_once_they_were_parted(client, colleague):
    steward = colleague("steward", "reviewer")
    kept, absorbed = made_up.case("Kept"), made_up.case("Other", state=State.IN_REVIEW, summary="Never published.")
    days_ago(20, kept.pk)
    seen = {one.pk: last_change(one.pk).pk for one in (kept, absorbed)}
    done = merge(steward, kept.pk, absorbed.pk, {}, "", expected_change=seen)
    assert "Never published." in client.get(kept.get_absolute_url()).content.decode()
    unmerge(steward, done)
    assert read(kept) == [(0, None, "Kept")]


def test_the_history_of_a_parted_record_tells_whoever_may_not_read_the_other_nothing_of_it(client, colleague):
    named = {"named_publicly": True, "naming_ground": "consent"}
    kept = made_up.person("one label", name="Made-up One", **named)
    absorbed = made_up.person("another label", name="SECRET-NAME", health="SECRET-HEALTH")
    steward = colleague("steward")
    seen = {one.pk: last_change(one.pk).pk for one in (kept, absorbed)}
    unmerge(steward, merge(steward, kept.pk, absorbed.pk, {"name": "absorbed"}, "", expected_change=seen))
    address = reverse("admin:archive_person_history", args=[kept.pk])
    merged = Change.objects.get(subject=kept.pk, action="merged")
    for role, told in (("curator", False), ("steward", True)):
        client.force_login(colleague(role))
        page = client.get(address).content.decode()
        assert ("SECRET-NAME" in page, "SECRET-HEALTH" in page) == (told, told)
        assert (client.post(address, {"change": merged.pk}).status_code == 404) != told


def test_versions_stand_without_what_was_erased_since(client):
    named = {"named_publicly": True, "naming_ground": "consent"}
    with recording():
        one, other = (made_up.person(f"captive {n}", name=f"Made-up {n}", **named) for n in ("One", "Two"))
        cited = made_up.citation(one)
        made_up.saved(Relation, person=one, other=other, kind="family", certainty="certain", citation=cited)
        told = made_up.case()
        Participation(case=told, person=other, role="captive").save()
    said = made_up.statement(issuer=made_up.organisation("Erased body"))
    for row in (one, told, said):
        days_ago(10, row.pk)
    changed(said, 5, issuer=made_up.organisation("Another body"))
    erase(other.pk, "made up")
    erase("ORG-0001", "made up")
    assert [client.get(as_of(row, 7)).status_code for row in (one, told, said)] == [200, 200, 404]
    assert "held captive" not in client.get(as_of(told, 7)).content.decode()
    assert client.get(reverse("people-versions", args=[one.pk])).status_code == 200


def test_the_example_of_an_address_is_of_a_day_on_which_there_was_a_page(client):
    row = made_up.case("A made-up case of today")
    assert f"{as_of(row, 0)}" in client.get(f"{row.get_absolute_url()}versions/").content.decode()
