"""Cards kept for readers without an account: made once, and never older than what they tell of."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.domain.erasing import erase
from archive.models import AUTHORITIES, RECORDS, EditorialNote
from archive.models.base.links import target_of
from archive.models.log.public_feed import public_position
from archive.views.card_layouts import LAYOUTS
from archive.views.cards import kept
from archive.views.kept_cards import KeptCards
from archive.views.page_cache import pages
from archive.vocabularies import Access, State
from tests import made_up
from tests.conftest import ProvenClient

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def none_kept():
    kept.clear()
    pages.clear()
    yield
    kept.clear()
    pages.clear()


@pytest.fixture
def told():
    """An account with all that its card tells of: by reference, what was linked."""
    teller, body = made_up.person("A made-up teller"), made_up.organisation("Made-up Society")
    town, act = made_up.place("Madeupton"), made_up.term("acts", "made-up-waiting")
    account = made_up.testimony("Made-up words", told_by=teller, collected_by=body, places=[town], acts=[act])
    source = made_up.source("The Made-up Gazette")
    made_up.citation(account, source=source)
    return {"account": account, "person": teller, "body": body, "place": town, "term": act, "source": source}


def made(client, address="/testimonies/"):
    """How many questions the page asks, and what it says; the page itself is not kept."""
    pages.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    return len(captured), answer.content.decode()


def test_a_card_that_is_kept_says_the_same_and_asks_nothing(client, told):
    made(client)
    kept.clear()
    first, again = made(client), made(client)
    assert (first[0] - again[0] > 3, again[1]) == (True, first[1])


@pytest.mark.parametrize("what", ["account", "person", "body", "place", "term", "source"])
def test_what_is_renamed_is_renamed_on_the_next_page(client, told, what):
    made(client)
    told[what].title = "Reworded by its made-up editors"
    told[what].save()
    assert "Reworded by its made-up editors" in made(client)[1]


def test_what_a_card_says_of_a_source_is_what_the_source_says_now(client, told):
    """No reading of the account has it: whatever but records changes, all cards are made anew."""
    assert "(news without author, publisher or date)" in made(client)[1]
    told["source"].kind = "report"
    told["source"].save()
    assert "(report without author, publisher or date)" in made(client)[1]


@pytest.mark.parametrize("what", ["person", "body", "place", "term", "source"])
def test_what_is_withdrawn_is_gone_on_the_next_page(client, told, what):
    heading = told[what].title
    assert heading in made(client)[1]
    type(told[what]).objects.filter(pk=told[what].pk).update(state=State.WITHDRAWN)
    assert heading not in made(client)[1]


def test_what_is_closed_or_erased_has_no_card(client, told):
    other = made_up.testimony("Made-up farewell")
    assert {"Made-up words", "Made-up farewell"} <= set(_headings(made(client)[1]))
    type(other).objects.filter(pk=other.pk).update(access=Access.RESTRICTED)
    erase(told["account"].pk, "a made-up decision")
    assert _headings(made(client)[1]) == []


def _headings(page):
    return [title for title in ("Made-up words", "Made-up farewell") if title in page]


def test_a_note_and_a_claim_stand_on_the_next_page(client):
    row = made_up.case(date="2020-11-07")
    made(client, "/cases/")
    made_up.claim(row, "place", place=made_up.place("Madeupton"))
    note = {"field": "date", "text": "Made-up doubts.", "signed": "made up", "noted_on": date(2020, 11, 8)}
    EditorialNote(subject_id=row.pk, **note).save()
    page = made(client, "/cases/")[1]
    assert ("Madeupton, according to" in page, "7 November 2020 (see note)" in page) == (True, True)


def test_another_language_and_the_desk_have_cards_of_their_own(client, curator, told):
    desk = ProvenClient()
    desk.force_login(curator)
    made(client)
    russian, desks = made(client, "/ru/testimonies/")[1], made(desk)[1]
    assert ("дата записи не указана" in russian, "Made-up words" in desks) == (True, True)
    told["account"].state = State.DRAFT
    told["account"].save()
    assert ("Made-up words" in made(client)[1], "Made-up words" in made(desk)[1]) == (False, True)


def test_the_card_of_a_record_links_to_nothing_but_authorities():
    """What lets the card of one record stay when another record changes."""
    linked = {
        target_of(name, model)
        for model, layout in LAYOUTS.items()
        if model in RECORDS
        for name in layout.fields
        if model._meta.get_field(name).is_relation
    }
    assert linked - set(AUTHORITIES) == set()


def test_the_cards_used_least_go_first(client, told):
    few, rows, asked = KeptCards(most=2), [made_up.testimony(f"Made-up {n}") for n in range(3)], []

    def make(missing):
        asked.extend(row.title for row in missing)
        return [row.title for row in missing]

    for row in (*rows, rows[2], rows[0]):
        few.or_made([row], "as made up", public_position(), make)
    assert asked == ["Made-up 0", "Made-up 1", "Made-up 2", "Made-up 0"]
