"""What a record says in another language stands beside the original, says who translated it, and hides with it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.domain.merging import merge
from archive.domain.restoring import apply_state
from archive.models import Translation, recording
from archive.models.base.states import states_of
from archive.models.log.changes import last_change
from tests import made_up
from tests.domain.test_versions import days_ago

pytestmark = pytest.mark.django_db


def translation(subject, field="summary", language="ru", text="Выдуманные слова", **values):
    row = Translation(subject_id=subject.pk, field=field, language=language, text=text, translated_by="a made-up hand")
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["accession"])
    row.save()
    return row


def test_a_translation_stands_beside_the_original_on_pages_of_its_language(client):
    row = made_up.case(summary="Made-up words")
    translation(row)
    page = client.get(f"/ru/cases/{row.pk}/").content.decode()
    assert '<div class="original" lang="en"><p>Made-up words</p></div>' in page
    assert '<div class="translated"><p>Выдуманные слова</p><p class="signed">Перевод: a made-up hand</p></div>' in page


def test_a_translation_can_be_opened_on_pages_of_other_languages(client):
    row = made_up.case(summary="Made-up words")
    translation(row)
    page = client.get(f"/cases/{row.pk}/").content.decode()
    assert "<summary>Russian<" in page
    assert '<div lang="ru"><p>Выдуманные слова</p></div>' in page


def test_a_translation_says_that_its_original_was_reworded_since(client):
    row = made_up.case("A made-up case", summary="Made-up words")
    told = translation(row)
    translation(row, field="title", text="Выдуманный случай")
    assert "The original has been reworded since." not in client.get(f"/cases/{row.pk}/").content.decode()
    row.summary = "Other words"
    row.save()
    page = client.get(f"/cases/{row.pk}/").content.decode()
    assert page.count("The original has been reworded since.") == 1
    assert "Translated by a made-up hand. The original has been reworded since." in page
    told.text = "Другие слова"
    told.save()
    assert "The original has been reworded since." not in client.get(f"/cases/{row.pk}/").content.decode()


def test_a_translation_that_came_with_a_merge_says_that_the_original_is_another(client, curator):
    kept, absorbed = made_up.case("Kept", summary="Made-up words"), made_up.case("Absorbed", summary="Other words")
    translation(absorbed)
    seen = {pk: last_change(pk).pk for pk in (kept.pk, absorbed.pk)}
    merge(curator, kept.pk, absorbed.pk, {"summary": "kept"}, "made up", expected_change=seen)
    assert "The original has been reworded since." in client.get(f"/cases/{kept.pk}/").content.decode()


def test_that_an_original_names_another_hidden_person_is_not_told_by_its_translation(client):
    held = [made_up.person("SECRET", state="draft") for _ in range(2)]
    row = made_up.case(summary=f"Of [[{held[0].pk}]].")
    translation(row)
    row.summary = f"Of [[{held[1].pk}]]."
    row.save()
    assert "The original has been reworded since." not in client.get(f"/cases/{row.pk}/").content.decode()


def test_a_title_is_told_in_other_languages_too(client):
    row = made_up.case("A made-up case")
    translation(row, field="title", text="Выдуманный случай")
    page = client.get(f"/cases/{row.pk}/").content.decode()
    assert '<p class="titled"><span lang="ru">Выдуманный случай</span>' in page


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"field": "kind"}, "“kind” is not a text of this record. Expected one of: title, summary."),
        ({"language": "en-GB"}, "This is the language of the original. Expected another one."),
        (
            {"language": "Russian"},
            "“Russian” is not a language code. Expected BCP 47, such as hy, az, ru, en or hy-Latn.",
        ),
    ],
)
def test_what_is_no_translation_is_refused(values, message):
    with pytest.raises(ValidationError) as refused:
        translation(made_up.case(summary="Made-up words"), **values)
    assert message in refused.value.messages


def test_a_text_has_one_translation_into_a_language():
    row = made_up.case(summary="Made-up words")
    translation(row)
    with pytest.raises(ValidationError, match="This text already has a translation into this language"):
        translation(row, text="Другие слова")


@pytest.mark.parametrize("language", ["", "/ru"])
def test_what_is_withheld_is_withheld_in_translation_too(client, language):
    told = made_up.testimony(text="SECRET-TEXT", summary="SECRET-SUMMARY", consent="to-keep")
    translation(told, field="text", text="SECRET-TRANSLATION")
    held = made_up.person(name="SECRET-NAME", summary="SECRET-SUMMARY")
    translation(held, field="summary", text="SECRET-TRANSLATION")
    for row in (told, held):
        assert "SECRET" not in client.get(f"{language}{row.get_absolute_url()}").content.decode()
    assert "SECRET" not in client.get("/search/?q=secret").content.decode().replace('value="secret"', "")


def test_a_translation_is_found_by_its_words(client):
    row = made_up.case("A made-up case", summary="Made-up words")
    translation(row, text="Совершенно неслыханное")
    page = client.get("/search/?q=неслыханное").content.decode()
    assert '<span class="of">Translation:</span> <span lang="ru">' in page


def test_a_translation_is_part_of_what_a_record_was():
    row = made_up.case(summary="Made-up words")
    with recording(None, "made up"):
        one = translation(row)
    before = states_of([row.pk])[row.pk]
    with recording(None, "changed"):
        one.delete()
    assert "hanging" not in states_of([row.pk])[row.pk]
    with recording(None, "put back"):
        apply_state(before)
    assert Translation.objects.get().text == "Выдуманные слова"


def test_a_term_is_called_so_in_the_language_of_the_page_wherever_it_stands(client):
    beating = made_up.term("acts", "beating", title="beating")
    row = made_up.case("A made-up case", acts=[beating])
    translation(beating, field="title", text="избиение")
    listed = client.get("/ru/cases/").content.decode()
    assert '<span>избиение</span> <span class="count">1</span>' in listed
    assert '<p class="foot"><span><a href="/ru/cases/?act=beating" rel="nofollow">избиение</a></span>' in listed
    assert "избиение" in client.get(f"/ru/cases/{row.pk}/").content.decode()
    assert "beating" in client.get("/cases/").content.decode()
    assert '<span lang="en">beating</span>' in client.get("/hy/cases/").content.decode()


def test_a_new_word_for_a_term_stands_on_the_very_next_page(client):
    beating = made_up.term("acts", "beating", title="beating")
    made_up.case(acts=[beating])
    assert '<span lang="en">beating</span>' in client.get("/ru/cases/").content.decode()
    one = translation(beating, field="title", text="избиение")
    assert "избиение" in client.get("/ru/cases/").content.decode()
    one.text = "побои"
    one.save()
    assert "побои" in client.get("/ru/cases/").content.decode()


def test_the_page_of_a_term_tells_the_original_and_who_translated_it(client):
    beating = made_up.term("acts", "beating", title="beating")
    translation(beating, field="title", text="избиение")
    page = client.get(f"/ru/terms/{beating.pk}/").content.decode()
    assert "<h1>избиение</h1>" in page
    assert '<p class="titled"><span lang="en">beating</span></p>' in page
    assert "перевод: a made-up hand" in page


def test_a_record_is_found_by_a_translated_name_of_an_act(client):
    beating = made_up.term("acts", "beating", title="beating")
    translation(beating, field="title", text="избиение")
    row = made_up.case("A made-up case", acts=[beating])
    assert f'href="/ru{row.get_absolute_url()}"' in client.get("/ru/search/?q=избиение").content.decode()


def test_words_for_terms_are_read_once_for_a_page(client):
    acts = [made_up.term("acts", f"made-up-{n}", title=f"made-up {n}") for n in range(20)]
    made_up.case(acts=acts)
    for act in acts:
        translation(act, field="title", text=f"слово {act.pk}")
    client.get("/cases/"), client.get("/ru/cases/")
    with CaptureQueriesContext(connection) as english:
        client.get("/cases/?act=made-up-1")
    with CaptureQueriesContext(connection) as russian:
        client.get("/ru/cases/?act=made-up-1")
    assert len(russian) - len(english) == 1  # where the log stands


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"field": "name"}, "“name” is not a text of this record. Expected one of: title, summary."),
        ({"field": "title", "text": "[[PER-0001]]"}, "A title can’t contain [[ ]]. Expected plain words."),
        ({"field": "summary"}, "There is no summary here. Expected the original first."),
    ],
)
def test_what_would_tell_past_the_original_is_refused(values, message):
    held = made_up.person(name="Made-up Name")
    with pytest.raises(ValidationError) as refused:
        translation(held, **values)
    assert refused.value.messages == [message]


def test_a_translation_goes_with_what_it_translates(client):
    row = made_up.case("A made-up case", summary="Made-up words")
    translation(row, text="Совершенно неслыханное")
    assert "неслыханное" in client.get("/search/?q=неслыханное").context["groups"][0].cards[0].hit.passages
    row.summary = ""
    row.save()
    assert client.get("/search/?q=неслыханное").context["found"] == 0
    assert "неслыханное" not in client.get(f"/ru/cases/{row.pk}/").content.decode()


def test_a_term_is_called_on_a_page_of_an_earlier_day_what_it_was_called_then(client):
    with recording(None, "made up"):
        beating = made_up.term("acts", "beating", title="beating")
    days_ago(30, beating.pk)
    translation(beating, field="title", text="избиение")
    day = (timezone.now() - timedelta(days=5)).date().isoformat()
    assert "избиение" not in client.get(f"/ru/terms/{beating.pk}/as-of/{day}/").content.decode()
    assert "избиение" in client.get(f"/ru/terms/{beating.pk}/").content.decode()


def test_the_glossary_says_what_words_mean_in_the_language_of_the_page(client):
    beating = made_up.term("acts", "beating", title="beating", summary="Made-up blows")
    made_up.term("acts", "waiting", title="waiting", summary="Made-up waiting")
    made_up.page(slug="glossary")
    translation(beating, field="title", text="избиение")
    translation(beating, field="summary", text="Выдуманные удары")
    page = client.get("/ru/about/glossary/").content.decode()
    assert "избиение</a></dt><dd>Выдуманные удары</dd>" in page
    assert '<span lang="en">waiting</span></a></dt><dd><span lang="en">Made-up waiting</span></dd>' in page


def test_a_page_in_another_language_is_a_page_of_its_own():
    with pytest.raises(ValidationError, match="is a page of its own"):
        translation(made_up.page(), field="text")


def test_the_glossary_tells_no_translation_past_its_original_and_no_reference(client):
    held = made_up.person("a made-up captive", state="draft")
    beating = made_up.term("acts", "beating", title="beating", summary="Made-up blows")
    made_up.page(slug="glossary")
    translation(beating, text=f"Удары, которые получил [[{held.pk}]]")
    page = client.get("/ru/about/glossary/").content.decode()
    assert ("Удары, которые получил a person" in page, held.pk in page) == (True, False)
    beating.summary = ""
    beating.save()
    assert "Удары" not in client.get("/ru/about/glossary/").content.decode()
