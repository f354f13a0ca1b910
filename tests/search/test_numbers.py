"""Published numbers are found by the number, with how exactly it is given, and by who gave it."""

import pytest

from tests import made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure():
    body = made_up.organisation("Made-up authorities")
    return made_up.figure(value=237, qualifier="over", counted="made-up prisoners", reported_by=body)


@pytest.mark.parametrize(
    "words", ["237", "over 237", "237 made-up authorities", "более 237", "237 həddindən çox", "237 prisoners"]
)
def test_a_number_is_found(client, figure, words):
    for address in ("/figures/", "/search/"):
        assert figure.pk in client.get(address, {"q": words}).content.decode(), address


@pytest.mark.parametrize("words", ["238", "about 237", "23"])
def test_another_number_is_not_found(client, figure, words):
    made_up.figure("Another", value=1)
    assert client.get("/figures/", {"q": words, "exact": "1"}).context["total"] == 0


def test_the_page_and_the_list_say_the_number_as_one(client, figure):
    page = client.get(figure.get_absolute_url()).content.decode()
    assert "over 237" in page
    assert "How exactly" not in page
    assert "over 237" in client.get("/figures/").content.decode()


def test_a_hit_says_that_it_is_the_number_that_was_found(client, figure):
    assert "over <mark>237</mark>" in client.get("/figures/", {"q": "237"}).content.decode()


def test_a_number_in_words_is_marked_with_the_language_of_the_record(client):
    row = made_up.figure("In words", value=None, value_words="hundreds", qualifier="about")
    assert 'lang="en">около hundreds</span>' in client.get(f"/ru/figures/{row.pk}/").content.decode()
    assert "hundreds" in client.get(f"/figures/{row.pk}/").content.decode()
