"""Before a record is published, the desk can see its page as others will, and what they will not see."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from archive.models import Case, Change, EditorialNote, Participation
from archive.vocabularies import Access, ParticipationRole, State
from tests import made_up

pytestmark = pytest.mark.django_db


def preview(desk, row, reader=""):
    return desk.get(reverse("desk:preview", args=[row.pk]) + (f"?as={reader}" if reader else ""))


def test_a_draft_is_read_as_anyone_would_read_it_and_stays_a_draft(desk):
    held = made_up.person("a made-up captive", name="SECRET-NAME")
    row = made_up.case("A made-up case", summary="Words of it.", date="2020-10", state=State.DRAFT)
    made_up.citation(row, source=made_up.source("The Made-up Gazette"))
    Participation(case=row, person=held, role=ParticipationRole.values[0]).save()
    changes = Change.objects.count()
    said = preview(desk, row).content.decode()
    for words in ("a made-up captive", "A made-up case", "Words of it.", "October 2020", "The Made-up Gazette"):
        assert words in said
    assert "Not published. This is how anyone would read it." in said
    assert ("SECRET-NAME" in said, 'content="noindex"' in said) == (False, True)
    assert (Case.objects.get().state, Change.objects.count()) == (State.DRAFT, changes)
    assert desk.get(row.get_absolute_url(), headers={"cookie": ""}).status_code == 404


@pytest.mark.parametrize(("reader", "seen"), [("anyone", False), ("researcher", True)])
def test_who_is_shown_nothing_is_said_to_be_shown_nothing(desk, reader, seen):
    row = made_up.case("A made-up case", state=State.DRAFT, access=Access.RESEARCHERS)
    said = preview(desk, row, reader).content.decode()
    assert ("A made-up case" in said) is seen
    assert ("The desk and registered researchers see it." in said) is not seen


def test_an_embargo_is_said(desk):
    row = made_up.case(state=State.DRAFT, embargo_until=timezone.now().date() + timedelta(days=3))
    assert "Hidden from the public until" in preview(desk, row).content.decode()


def test_a_protected_person_is_previewed_by_their_label(desk):
    held = made_up.person("a made-up captive", name="SECRET-NAME", summary="SECRET-LIFE", state=State.DRAFT)
    EditorialNote(subject_id=held.pk, text="SECRET-NOTE", signed="made up", noted_on="2020-01-01").save()
    said = preview(desk, held).content.decode()
    assert ("made-up captive" in said, "SECRET" in said) == (True, False)


def told(answer):
    """What the page says of the record, with its numbered notes."""
    page = answer.content.decode()
    return page[page.index('<div class="told">') : page.index("</ol>", page.index('id="sources"'))]


def test_a_page_that_is_published_looks_like_its_preview(desk):
    row = made_up.case("A made-up case", summary="Words of it.", date="2020-10", state=State.DRAFT)
    made_up.citation(row, source=made_up.source("The Made-up Gazette"), locator="page 1")
    before = told(preview(desk, row))
    Case.objects.filter(pk=row.pk).update(state=State.PUBLISHED)
    desk.logout()
    assert told(desk.get(row.get_absolute_url())) == before


def test_whoever_may_not_open_a_record_may_not_preview_it(client, colleague):
    row = made_up.case("A made-up case", state=State.DRAFT)
    client.force_login(colleague("contributor"))
    assert preview(client, row).status_code == 404


def test_an_unknown_reader_is_none(desk):
    assert preview(desk, made_up.case(state=State.DRAFT), "everyone").status_code == 404


def test_what_is_published_has_a_page_and_needs_no_preview(desk):
    row = made_up.case("A made-up case")
    assert preview(desk, row).headers["Location"] == row.get_absolute_url()
