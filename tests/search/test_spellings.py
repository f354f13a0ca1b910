"""Names in every spelling that is usual find each other, in every script, and hardly anybody else."""

import pytest

from archive.models import recording
from archive.search import store
from tests import made_up
from tests.search.spellings import GROUPS, PARTED, spellings

pytestmark = pytest.mark.django_db(transaction=True)

# Of these, where vowels are passed over, one finds the other, too, after its own
NEARLY_THE_SAME = {
    frozenset({"Hüseynov", "Həsənov"}),
    frozenset({"Hacıyev", "Ağayev"}),
    frozenset({"Ghazaryan", "Yeghiazaryan"}),
    frozenset({"Karapetyan", "Hayrapetyan"}),
}


@pytest.fixture
def named(db):
    """By reference, the group and the spelling of the name of a made-up person."""
    found = {}
    for group in (*GROUPS, *PARTED):
        first, *_ = spellings(group)
        for spelling in spellings(group):
            person = made_up.person(name=f"Madeup {spelling}", named_publicly=True, naming_ground="consent")
            found[person.pk] = first, spelling
    return found


@pytest.mark.once
@pytest.mark.slow
def test_each_spelling_of_a_name_finds_all_the_others_and_hardly_any_other_name(named, search):
    missed, beside = {}, set()
    for group, spelling in named.values():
        found = {named[pk] for pk in search(f"{spelling} ") if pk in named}
        if left := {other for other in named.values() if other[0] == group} - found:
            missed[spelling] = left
        beside |= {frozenset({group, other}) for other, _ in found} - {frozenset({group})}
    assert missed == {}
    assert beside == NEARLY_THE_SAME


def test_two_words_beside_each_other_are_no_other_spelling_of_a_longer_name_that_begins_so(search):
    body = made_up.organisation("Made-up body")
    named = made_up.person(name="Madeup Madeupyan", named_publicly=True, naming_ground="consent")
    assert set(search("Мадеупян")) == {named.pk}
    assert set(search("Madeup ")) == {named.pk, body.pk}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Terminasyan", "There they saw Ter-Minasyan again."),
        ("Ter Minasyan", "There they saw Terminasyan again."),
        ("Тер-Минасян", "There they saw Ter Minasyan again."),
        ("Mc Donald", "There they saw McDonald again."),
        ("MCDONALD", "There they saw Mc Donald again."),
        ("Mc Donald again", "There they saw McDonald again."),
    ],
)
def test_a_text_is_found_by_a_name_that_is_parted_otherwise(search, text, said):
    for name in ("Ter-Minasyan", "Terminasyan", "McDonald", "Mc Donald"):
        made_up.person(name=f"Madeup {name}", named_publicly=True, naming_ground="consent")
    account = made_up.testimony(text=said, consent="published-elsewhere")
    other = made_up.testimony(text="There they saw the terminal again.", consent="published-elsewhere")
    found = set(search(text))
    assert account.pk in found
    assert other.pk not in found


def test_many_that_are_called_alike_push_no_spelling_out_of_what_somebody_types(search, monkeypatch):
    monkeypatch.setattr(store, "MAX_HEARD", 20)
    named = made_up.person(name="Madeup Գրիգորյան", named_publicly=True, naming_ground="consent")
    with recording():
        for number in range(40):
            letters = "".join(chr(97 + number // 26**place % 26) for place in range(2))
            made_up.person(name=f"Grigor {letters}yan", named_publicly=True, naming_ground="consent")
    for typed in ("Григо", "Grigo", "Grigorya"):
        assert named.pk in search(typed)
