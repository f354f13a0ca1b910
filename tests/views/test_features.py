"""Features: what curators tell, paragraph by paragraph, as far as whoever reads may know of whom and what it tells."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from archive.domain.erasing import erase
from archive.domain.versions import version_on
from archive.models import Citation, Feature, Passage
from archive.vocabularies import Access, State
from tests import made_up
from tests.domain.test_versions import days_ago

pytestmark = pytest.mark.django_db

NAMED = {"named_publicly": True, "naming_ground": "public-office"}


@pytest.fixture
def told():
    """A feature with a paragraph that shows a case, one that names a person, and one about neither."""
    feature = made_up.feature("A made-up feature", summary="Made-up standfirst.")
    cited = made_up.citation(feature, locator="made-up page")
    case = made_up.case("A made-up case")
    person = made_up.person("Made-up Person", name="Made-up Person", **NAMED)
    made_up.passage(feature, text="It shows a case.", record_id=case.pk, cited=cited, position=2)
    made_up.passage(feature, text=f"It names [[{person.pk}]].", cited=cited, position=3)
    made_up.passage(feature, text="It is about neither.", cited=cited, position=1)
    return feature, case, person


def page(client, feature):
    return client.get(feature.get_absolute_url()).content.decode()


def texts(client, feature):
    return [
        said
        for said in ("It is about neither.", "It shows a case.", "It names Made-up Person.")
        if said in page(client, feature)
    ]


def test_paragraphs_stand_in_their_order_with_what_they_show_and_their_source(client, told):
    feature, case, _ = told
    answer = client.get(feature.get_absolute_url())
    assert [str(one.html).strip() for one in answer.context["passages"]] == [
        "<p>It is about neither.</p>",
        "<p>It shows a case.</p>",
        "<p>It names Made-up Person.</p>",
    ]
    assert f'<h3><a href="/cases/{case.pk}/">' in answer.content.decode()
    assert [note.citation.locator for note in answer.context["sources"]] == ["made-up page"]
    assert [len(one.references) for one in answer.context["passages"]] == [1, 1, 1]


@pytest.mark.parametrize("values", [{"state": State.WITHDRAWN}, {"access": Access.RESTRICTED}, {"state": State.DRAFT}])
def test_a_paragraph_that_shows_what_a_reader_may_not_see_is_hidden_from_them(client, told, values):
    feature, case, _ = told
    for name, value in values.items():
        setattr(case, name, value)
    case.save()
    assert texts(client, feature) == ["It is about neither.", "It names Made-up Person."]
    assert "A made-up case" not in page(client, feature)


def test_a_paragraph_that_names_somebody_who_is_protected_now_is_hidden(client, told):
    feature, _, person = told
    person.named_publicly = False
    person.save()
    assert texts(client, feature) == ["It is about neither.", "It shows a case."]
    assert "It names" not in page(client, feature)


def test_a_paragraph_that_shows_somebody_who_is_protected_is_hidden_from_all_but_stewards(
    client, told, curator, colleague
):
    feature, _, _ = told
    hidden = made_up.person("a made-up captive")
    made_up.passage(feature, text="It shows them.", record_id=hidden.pk)
    assert "It shows them." not in page(client, feature)
    client.force_login(colleague("curator"))
    assert "It shows them." not in page(client, feature)
    client.force_login(colleague("steward"))
    assert "It shows them." in page(client, feature)


def test_an_earlier_version_hides_what_is_hidden_today(told):
    feature, case, _ = told
    days_ago(30, feature.pk)
    day = (timezone.now() - timedelta(days=5)).date()
    assert len(version_on(day, feature, None).row.visible_parts(Passage, None)) == 3
    case.state = State.WITHDRAWN
    case.save()
    assert len(version_on(day, feature, None).row.visible_parts(Passage, None)) == 2


def test_stewards_are_told_of_features_with_hidden_paragraphs(client, told, colleague):
    feature, case, _ = told
    client.force_login(colleague("steward"))
    assert "Features with hidden paragraphs" not in client.get("/admin/").content.decode()
    case.access = Access.RESTRICTED
    case.save()
    shown = client.get("/admin/").content.decode()
    assert "Features with hidden paragraphs" in shown
    assert f"{feature.pk}, 1" in shown


def test_a_record_leads_to_the_features_that_show_it(client, told):
    feature, case, _ = told
    assert feature.title in client.get(case.get_absolute_url()).content.decode()


def test_a_feature_whose_text_has_no_source_is_not_published(told):
    feature, _, _ = told
    assert feature.publish_blocker() == ""
    Passage.objects.filter(position=1).update(citation=None)
    assert feature.publish_blocker() == "a paragraph has no source. Expected a citation of each"


def test_who_is_erased_is_named_in_no_feature(client, told):
    feature, _, person = told
    erase(person.pk, "made up")
    assert "Made-up Person" not in page(client, feature)
    assert not Passage.objects.filter(text__contains=person.pk).exists()


def test_a_figure_is_told_as_a_sentence(client):
    feature = made_up.feature()
    figure = made_up.figure(value=200, qualifier="over", counted="made-up captives", date="2021-04")
    made_up.passage(feature, text="", record_id=figure.pk)
    assert "<strong>Over 200</strong></a> made-up captives, as of April 2021" in page(client, feature)


def test_a_topic_has_its_list_below_with_the_way_to_all_of_it(client):
    made_up.term("acts", "made-up-act", title="made-up act")
    case = made_up.case("A made-up case", acts=[made_up.term("acts", "made-up-other", title="made-up other")])
    feature = made_up.feature(list_address="/cases/?act=made-up-other")
    topic = client.get(feature.get_absolute_url()).context["topic"]
    assert (topic.heading, topic.total, topic.address) == (
        "Cases with made-up other",
        1,
        "/cases/?act=made-up-other",
    )
    assert [card.shown.reference for card in topic.cards] == [case.pk]


@pytest.mark.parametrize("address", ["https://example.org/", "/cases", "/cases/#x", "//example.org/"])
def test_what_is_no_list_is_refused(address):
    feature = made_up.feature()
    feature.list_address = address
    with pytest.raises(Exception, match="Expected the address of a list"):
        feature.full_clean()


def test_a_list_that_is_no_more_leaves_the_feature_standing(client):
    feature = made_up.feature(list_address="/no-such-list/?act=x")
    made_up.passage(feature, list_address="/cases/?act=no-such-act", view="timeline")
    assert client.get(feature.get_absolute_url()).status_code == 200


def test_home_tells_the_feature_that_stands_first(client, told):
    feature, _, _ = told
    made_up.feature("Another", position=500)
    assert client.get("/").context["feature"].heading == feature.title
    Feature.objects.all().update(state=State.DRAFT)
    assert client.get("/").context["feature"] is None


def test_a_feature_is_read_in_the_language_that_it_was_written_in(client):
    english = made_up.feature("In English", slug="told")
    armenian = made_up.feature("Հայերեն", slug="told", language="hy")
    assert client.get("/hy/").context["feature"].heading == "Հայերեն"
    assert client.get("/").context["feature"].heading == "In English"
    assert f'<a href="/hy/features/{armenian.pk}/" hreflang="hy">' in page(client, english)


def test_its_sources_are_those_of_its_citations(told):
    feature, _, _ = told
    assert set(Citation.objects.filter(subject=feature.pk).values_list("locator", flat=True)) == {"made-up page"}


def test_the_source_of_a_hidden_paragraph_is_hidden_with_it(client, told):
    feature, _, person = told
    quoted = made_up.citation(feature, locator="made-up row", quotation="quixotic words")
    made_up.passage(feature, text=f"Of [[{person.pk}]].", cited=quoted)
    assert "quixotic words" in page(client, feature)
    person.named_publicly = False
    person.save()
    assert "quixotic words" not in page(client, feature)
    assert "made-up row" not in page(client, feature)
    assert "made-up page" in page(client, feature)
    assert client.get("/search/?q=quixotic").context["found"] == 0
    assert "made-up row" not in b"".join(client.get("/features/download.json").streaming_content).decode()


def test_a_record_does_not_go_on_leading_to_a_feature_that_hides_it(client, told):
    feature, case, person = told
    made_up.passage(feature, text=f"Of [[{person.pk}]].", record_id=case.pk)
    Passage.objects.filter(record=case.pk).exclude(text__contains="[[").delete()
    assert feature.title in client.get(case.get_absolute_url()).content.decode()
    person.named_publicly = False
    person.save()
    assert feature.title not in client.get(case.get_absolute_url()).content.decode()


def test_an_erased_record_takes_the_paragraphs_that_tell_of_it_with_it(client, told):
    feature, case, _ = told
    case.access = Access.RESTRICTED
    case.save()
    erase(case.pk, "made up")
    assert "It shows a case." not in page(client, feature)


def test_a_curator_who_may_not_read_a_paragraph_is_given_no_form_with_it(client, told, colleague):
    feature, _, person = told
    person.named_publicly = False
    person.save()
    client.force_login(colleague("curator"))
    assert client.get(f"/admin/archive/feature/{feature.pk}/change/").status_code != 200


@pytest.mark.parametrize("words", ["See [it](/cases/CAS-0001/).", "As CAS-0001 has it."])
def test_words_refer_to_no_record_but_to_people(words):
    passage = made_up.passage()
    passage.text = words
    with pytest.raises(Exception, match="Expected no reference of a record"):
        passage.full_clean()


def test_a_page_of_an_earlier_day_shows_no_list_of_today(client, told):
    feature, _, _ = told
    made_up.passage(feature, list_address="/cases/")
    days_ago(30, feature.pk)
    day = (timezone.now() - timedelta(days=5)).date().isoformat()
    answer = client.get(f"{feature.get_absolute_url()}as-of/{day}/")
    assert [one.cut for one in answer.context["passages"]] == [None] * 4


def test_a_paragraph_rests_on_a_citation_of_its_own_feature_and_on_no_other(told):
    _, case, _ = told
    other = made_up.citation(case)
    feature = made_up.feature("Another made-up feature")
    passage = Passage(feature=feature, text="Made-up words.", citation=other)
    with pytest.raises(ValidationError) as refused:
        passage.full_clean(exclude=["accession"])
    assert refused.value.message_dict == {"citation": [f"Expected a citation of {feature.pk}."]}


def test_a_citation_of_a_record_stays_when_a_paragraph_elsewhere_is_hidden(client, told):
    """Such a paragraph is refused today; one that was entered before takes nothing from the record."""
    feature, case, person = told
    of_the_case = made_up.citation(case, locator="made-up locator of the case")
    made_up.passage(feature, text=f"Of [[{person.pk}]].", cited=of_the_case)
    type(person).objects.filter(pk=person.pk).update(named_publicly=False)
    assert "made-up locator of the case" in client.get(case.get_absolute_url()).content.decode()
