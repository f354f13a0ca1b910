"""Full text and protection are one: what one may not see is not found, not counted, not corrected to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from archive.domain.derived_files import folder
from archive.domain.erasing import erase
from archive.models import Person, Place, Testimony
from archive.search import store
from archive.search.store import Store
from archive.vocabularies import Access, State
from tests import made_up

pytestmark = pytest.mark.django_db(transaction=True)


def open_words():
    """Every word that stands in what anyone may search."""
    with store.store() as (words, _):
        told = words.database.execute("SELECT term FROM open_words").fetchall()
        told += words.database.execute("SELECT word FROM spellings WHERE kept = 'open'").fetchall()
    return {word for (word,) in told}


def test_what_is_hidden_is_not_found_by_any_word(search, researcher, curator):
    for_researchers = made_up.case("Quixotic case", access=Access.RESEARCHERS)
    draft = made_up.case("Quixotic draft", state=State.DRAFT)
    assert search("quixotic") == []
    assert search("quixotic", researcher) == [for_researchers.pk]
    assert search("quixotic", curator) == [for_researchers.pk, draft.pk]
    assert "quixotic" not in open_words()


def test_a_protected_person_is_found_by_label_and_by_no_name_in_any_script(search):
    held = made_up.person("a quiet captive", name="Quixot Quixotyan")
    made_up.name(held, "Քիշոտ Քիշոտյան", language="hy")
    assert search("quiet") == [held.pk]
    for name in ("Quixotyan", "Քիշոտյան", "Кихотян", "Kişotyan", "quix"):
        assert search(name) == []
    assert not {"quixotyan", "քիշոտյան"} & open_words()


def test_a_person_who_is_named_is_found_and_one_who_is_not_any_more_is_not(search):
    held = made_up.person("a quiet captive", name="Quixot Quixotyan", named_publicly=True, naming_ground="consent")
    made_up.name(held, "Քիշոտ Քիշոտյան", language="hy")
    told = made_up.testimony(text=f"By [[{held.pk}]].", consent="published-elsewhere")
    assert (search("Кишотян"), search("quixotian")) == ([held.pk], [held.pk, told.pk])
    held.named_publicly, held.naming_ground = False, ""
    held.save()
    assert (search("Кишотян"), search("Quixotyan"), search("quixotian")) == ([], [], [])
    assert not {"quixotyan", "քիշոտյան"} & open_words()


def test_a_text_without_consent_is_not_found_and_nothing_beside_it_either(search):
    told = made_up.testimony("Made-up account", text="quixotic words", summary="quixotic summary")
    made_up.citation(told, quotation="quixotic quotation")
    assert search("quixotic") == []
    Testimony.objects.filter(pk=told.pk).update(consent="published-elsewhere")
    assert search("quixotic") == [told.pk]


def test_a_quotation_from_a_hidden_source_is_not_found(search):
    row = made_up.case()
    made_up.citation(row, source=made_up.source(access=Access.RESTRICTED), quotation="quixotic words")
    assert search("quixotic") == []


def test_no_correction_leads_to_what_is_hidden(corrected, curator):
    made_up.case("Quixotic case", state=State.DRAFT)
    assert corrected("quixotik") == []
    assert corrected("quixotik", curator) == ["quixotic"]


def test_a_consent_that_ends_with_a_coming_day_ends_with_it_everywhere(search, client, monkeypatch):
    told = made_up.testimony("Quixotic account", consent="to-publish")
    made_up.consent(told, withdrawn_on=timezone.now().date() + timedelta(days=1))
    assert search("quixotic") == [told.pk]
    assert client.get("/testimonies/").context["total"] == 1
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert search("quixotic") == []
    assert client.get("/testimonies/").context["total"] == 0
    assert "quixotic" not in open_words()


def test_what_is_corrected_does_not_depend_on_what_one_may_not_see(corrected, researcher):
    made_up.case("Zorvanix affair")
    assert corrected("zorvanik", researcher) == ["zorvanix"]
    made_up.case("Zorvanik affair", access=Access.RESTRICTED)
    assert corrected("zorvanik", researcher) == ["zorvanix"]


def test_a_spelling_goes_with_the_name_that_had_it(search):
    row = made_up.case("The Quixotberg affair")
    town = made_up.place("Quixotberg \u0335bad")
    assert set(search("quixotperg")) == {row.pk, town.pk}
    Place.objects.filter(pk=town.pk).update(state=State.DRAFT)
    assert search("quixotperg") == []
    with store.store() as (words, _):
        assert words.database.execute("SELECT * FROM spellings WHERE kept = 'open'").fetchall() == []


def test_a_reference_that_is_left_out_is_not_found(search):
    row, other = made_up.case("Quixotic"), made_up.case("Quixotic, too")
    assert search(f"quixotic -{row.pk}") == [other.pk]


def test_of_what_waits_to_be_taken_in_nothing_is_found(search, monkeypatch):
    """Neither by the words that it had, which may be the very ones that had to go, nor by those that it has."""
    row, other = made_up.case("Quixotic case"), made_up.case("Another quixotic case")
    assert search("quixotic") == [other.pk, row.pk] or search("quixotic") == [row.pk, other.pk]
    monkeypatch.setattr(store, "MAX_AT_ONCE", 0)
    row.title = "Plain case"
    row.save()
    assert (search("quixotic"), search("plain")) == ([other.pk], [])
    assert search(row.pk) == [row.pk]
    store.sync()
    assert (search("quixotic"), search("plain")) == ([other.pk], [row.pk])


def noting(find, looked_at):
    def noted(self, expression, table, *span):
        looked_at.add(table)
        return find(self, expression, table, *span)

    return noted


def test_a_search_does_not_even_look_at_what_only_others_may_see(search, monkeypatch):
    made_up.case("Quixotic case", state=State.DRAFT)
    looked_at = set()
    for name in ("find_everywhere", "find_often"):
        monkeypatch.setattr(Store, name, noting(getattr(Store, name), looked_at))
    search("quixotic -case")
    assert looked_at == {"open"}


def test_words_that_stood_only_in_what_was_erased_are_nowhere(search):
    held = made_up.person("a quiet captive", name="Quixot Quixotyan", named_publicly=True, naming_ground="consent")
    assert search("quixotyan") == [held.pk]
    erase(held.pk, "a made-up decision")
    assert not Person.objects.exists()
    assert search("quixotyan") == []
    kept = b"".join(path.read_bytes() for path in folder().rglob("*") if path.is_file())
    assert b"quixot" not in kept


def test_a_name_that_was_taken_away_leads_to_nothing_even_while_words_wait_to_be_taken_in(client, monkeypatch):
    town = made_up.place("Madeupville")
    other = made_up.name(town, "Quixotham")
    made_up.case("There", places=[town])
    assert client.get("/cases/", {"q": "quixotham"}).context["total"] == 1
    monkeypatch.setattr(store, "MAX_AT_ONCE", 0)
    other.delete()
    assert client.get("/cases/", {"q": "quixotham"}).context["total"] == 0
