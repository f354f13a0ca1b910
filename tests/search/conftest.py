import pytest
from pyroaring import BitMap

from archive.search import query, store
from archive.search.documents import NOUNS
from archive.search.finding import finding


@pytest.fixture(autouse=True)
def nothing_open():
    """Each test has a folder of its own, and no file of another one open."""
    yield
    if held := store._here.__dict__.pop("store", None):
        held.close()


@pytest.fixture
def search():
    """The references that a query finds, for whoever asks, the best first within each type."""

    def found(text, user=None, *, exact=False):
        return [reference for tier in tiers(text, user, exact=exact) for reference in tier]

    return found


@pytest.fixture
def corrected():
    def told(text, user=None):
        with finding(query.read(text), user) as finder:
            return finder.corrections()

    return told


def tiers(text, user=None, *, exact=False):
    asked = query.read(text, exact=exact)
    with finding(asked, user) as finder:
        for noun, model in NOUNS.items():
            seen = model.objects.visible_to(user).values_list("pk", flat=True)
            found = finder.search_within(noun, BitMap([int(pk[4:]) for pk in seen]))
            for tier in found.tiers:
                yield [f"{model.prefix}-{number:04d}" for number in tier]
