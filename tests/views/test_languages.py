"""A page speaks the language that its address begins with, and marks what is in another."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings as site
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from archive import languages
from archive.dates import edtf
from archive.facets.types.testimonies import TestimonyFacets
from archive.models import Testimony
from archive.views.markup import html_of
from archive.views.page_cache import pages
from tests import made_up

pytestmark = pytest.mark.django_db

WORDS = {
    "2020-11-10": ("2020 թ. նոյեմբերի 10", "10 noyabr 2020", "10 ноября 2020 г."),
    "2021-03": ("2021 թ. մարտ", "mart 2021", "март 2021 г."),
    "XXXX-12-10": None,
}
LATIN = re.compile(r"[A-Za-z]{3,}")
# names of forms and files, what stands for itself, and names and words that are told of in a sentence
PLAIN = re.compile(
    r"[A-Z]{3}-[0-9]+|https?://\S+|CSV|JSON|SVG|BibTeX|RIS|CSL|UTC|Natural Earth|as-of/|cookie"
    "|made up act|Madeupton|unheard-of"
)


class Texts(HTMLParser):
    """The texts of a page that are not marked as being in another language than the page's."""

    VOID = ("meta", "link", "input", "br", "img", "hr")

    def __init__(self, content: str):
        super().__init__()
        self.open, self.found = [], []
        self.feed(content)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in self.VOID:
            self.open.append((tag, attrs.get("lang")))
        if not self._is_foreign():
            self.found += [attrs[name] for name in ("aria-label", "placeholder") if attrs.get(name)]

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not self._is_foreign() and not {"title", "script", "style", "code", "svg"} & self._tags():
            self.found.append(data.strip())

    def _tags(self):
        return {tag for tag, _ in self.open}

    def _is_foreign(self) -> bool:
        marked = [language for _, language in self.open if language]
        return len(marked) > 1 and marked[-1] != marked[0]


def english_on(content: str) -> list[str]:
    texts = (PLAIN.sub("", text) for text in Texts(content).found)
    return [text for text in texts if LATIN.search(text)]


@pytest.fixture
def something_of_everything():
    act, place = made_up.term("acts", "made-up-act"), made_up.place()
    who = made_up.organisation()
    row = made_up.case(kind="captivity", date="2020-10", acts=[act], places=[place], captured_by=who)
    made_up.claim(row, "age", text="about 20", cited=made_up.citation(row, reported_by=who, quotation="Made-up words"))
    made_up.custody_step(made_up.person(), step="captured", date="2020-10-09")
    made_up.figure(date="2020-12", reported_by=who)
    made_up.repatriation("A made-up hand-over", date="2020-12-14", number=4, mediators=[who])
    made_up.page(slug="method")
    return row


PAGES = [
    *("home", "search", "held", "timeline", "map", "hand-overs", "assessments", "calls"),
    *("cases-list", "people-list", "figures-list", "repatriations-list", "terms-list", "pages-list"),
]


@pytest.mark.parametrize("language", ["hy", "ru"])
def test_nothing_on_a_page_is_in_english_but_what_is_marked_so(client, something_of_everything, language):
    row = something_of_everything
    with override(language):
        addresses = [reverse(name) for name in PAGES]
        addresses += [reverse("cases-list") + f"?view={view}" for view in ("table", "timeline", "chart", "map")]
        addresses += [reverse("cases-list") + "?act=made-up-act&since=2020", reverse("search") + "?q=madeupton"]
        addresses += [reverse("held") + "?since=2020-12", reverse("about", args=["method"])]
        addresses += [
            row.get_absolute_url(),
            reverse("cases-versions", args=[row.pk]),
            reverse("request", args=[row.pk]),
        ]
        addresses += [reverse("people-detail", args=["PER-0001"]), reverse("cases-choices", args=["place"])]
        addresses += ["/" + language + "/nowhere/", reverse("cases-list") + "?kind=unheard-of"]
    told = {address: english_on(client.get(address).content.decode()) for address in addresses}
    assert {address: found for address, found in told.items() if found} == {}


@pytest.mark.parametrize(("text", "said"), [(text, said) for text, said in WORDS.items() if said])
def test_a_date_is_said_in_the_language_of_the_page(text, said):
    told = []
    for language in ("hy", "az", "ru"):
        with override(language):
            told.append(edtf.parse(text).words)
    assert tuple(told) == said


def test_what_is_counted_takes_the_form_that_its_number_asks_for(client):
    for number, form in ((1, "вариант"), (3, "варианта"), (5, "вариантов")):
        while made_up.Place.objects.count() < number:
            made_up.case(places=[made_up.place(f"Madeupton {made_up.Place.objects.count()}")])
        assert f"{number} {form};" in client.get("/ru/cases/choices/place/").content.decode()


def test_a_capital_is_that_of_the_language():
    with override("az"):
        assert (languages.capitalised("itkin"), languages.uncapitalised("İfadə")) == ("İtkin", "ifadə")
    assert (languages.capitalised("itkin"), languages.uncapitalised("Index")) == ("Itkin", "index")


def test_each_page_leads_to_itself_in_the_other_languages(client):
    made_up.case(kind="captivity")
    content = client.get("/ru/cases/?kind=captivity").content.decode()
    tongues = re.findall(r'<li><a href="([^"]+)" hreflang="([^"]+)"', content)
    assert tongues == [
        ("/cases/?kind=captivity", "en-gb"),
        ("/hy/cases/?kind=captivity", "hy"),
        ("/az/cases/?kind=captivity", "az"),
        ("/ru/cases/?kind=captivity", "ru"),
    ]
    assert 'href="/ru/testimonies/"' in content


def test_neither_a_browser_nor_a_cookie_decides_the_language(client):
    answer = client.get("/", headers={"accept-language": "ru"})
    assert '<html lang="en-gb">' in answer.content.decode()
    assert (answer["Content-Language"], answer.cookies, "accept-language" in answer.get("Vary", "").lower()) == (
        "en-gb",
        {},
        False,
    )


@pytest.mark.django_db(transaction=True)
def test_a_page_is_kept_in_each_language_by_itself(client):
    pages.clear()
    for _ in range(2):
        assert '<html lang="hy">' in client.get("/hy/cases/").content.decode()
        assert '<html lang="ru">' in client.get("/ru/cases/").content.decode()
        assert '<html lang="en-gb">' in client.get("/cases/").content.decode()


def test_labels_of_choices_are_not_those_of_whoever_came_before_in_another_language(client):
    made_up.case(kind="captivity")
    told = [client.get(f"{start}/cases/").context["panels"][0].few[0].label for start in ("", "/ru", "", "/hy")]
    assert told == ["captivity", "плен", "captivity", "գերություն"]


def test_a_translation_that_nobody_reviewed_says_so(client):
    assert "No native reader has reviewed" not in client.get("/").content.decode()
    for code, _ in site.LANGUAGES[1:]:
        assert "No native reader has reviewed" in client.get(f"/{code}/").content.decode()


def test_what_is_hidden_is_hidden_in_every_language(client):
    row = made_up.case("SECRET-CASE", state="draft")
    for code, _ in site.LANGUAGES[1:]:
        assert client.get(f"/{code}/cases/{row.reference}/").status_code == 404
        assert "SECRET" not in client.get(f"/{code}/cases/").content.decode()


def test_a_permalink_is_the_same_in_every_language(client):
    row = made_up.case()
    told = {client.get(f"{start}/cases/{row.reference}/").context["cited"].address for start in ("", "/hy", "/ru")}
    assert told == {f"http://testserver/cases/{row.reference}/"}


def test_a_page_of_the_archive_is_read_in_the_language_that_it_was_written_in(client):
    made_up.page("Method", slug="method", text="Made-up words.")
    made_up.page("Метод", slug="method", language="ru", text="Выдуманные слова.")
    assert "Выдуманные слова." in client.get("/ru/about/method/").content.decode()
    assert "Made-up words." in client.get("/about/method/").content.decode()
    armenian = client.get("/hy/about/method/").content.decode()
    assert '<div class="prose" lang="en"><p>Made-up words.</p>' in armenian
    assert 'href="/ru/about/method/" hreflang="ru"' in armenian
    assert client.get("/about/unheard-of/").status_code == 404


def test_a_draft_of_a_page_is_read_at_the_desk_alone(client):
    made_up.page("SECRET-PAGE", slug="method", state="draft")
    assert client.get("/about/method/").status_code == 404
    assert "SECRET" not in client.get("/").content.decode()


def test_running_text_can_be_no_tag_no_script_and_no_picture():
    written = "# Head\n\n<b>bold</b> [here](/held/) [bad](javascript:alert(1)) ![picture](https://example.org/x.png)"
    with override("ru"):
        told = html_of(written)
    assert told == (
        '<h2>Head</h2>\n<p>&lt;b&gt;bold&lt;/b&gt; <a href="/ru/held/">here</a> [bad](javascript:alert(1)) '
        '!<a href="https://example.org/x.png">picture</a></p>\n'
    )


def test_links_in_running_text_lead_to_pages_of_the_language_and_to_all_else_as_written():
    written = (
        "[a](/cases/?kind=killing) [b](/cases/download.csv) [c](/admin/) [d](//example.org/) [e](https://example.org)"
    )
    with override("ru"):
        found = re.findall(r'href="([^"]*)"', html_of(written))
    assert found == [
        "/ru/cases/?kind=killing",
        "/cases/download.csv",
        "/ru/admin/",
        "//example.org/",
        "https://example.org",
    ]


def test_an_unknown_host_gets_a_page_that_says_so(client):
    assert client.get("/ru/", headers={"host": "example.org"}).status_code == 400


def test_a_page_in_a_form_of_a_language_is_read_by_who_reads_that_language(client):
    made_up.page("Метод", slug="method", language="ru-RU", text="Выдуманные слова.")
    assert "Выдуманные слова." in client.get("/ru/about/method/").content.decode()


def test_what_strangers_make_up_is_kept_in_no_language(client):
    made_up.testimony(original_language="hy")
    asked = "&".join(f"language=aa-{n:05d}" for n in range(90))
    for _ in range(2):
        assert client.get(f"/ru/testimonies/?{asked}").status_code == 200
    with override("ru"):
        kept = TestimonyFacets(QueryDict(), Testimony.objects.all()).index.memo(("language", "labels", "ru"), dict)
    assert kept == {"hy": "армянский"}
