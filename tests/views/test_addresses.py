"""The addresses of a list in its many states."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from archive.views.addresses import ListAddress

KEYS = ["one", "tw/o", "three & four", "Շուշի"]
ASKED = st.dictionaries(st.sampled_from(["q", "place", "view"]), st.lists(st.text(min_size=1, max_size=5), min_size=1))


@given(st.lists(st.sampled_from(KEYS), unique=True), st.sampled_from([*KEYS, "other"]), ASKED)
def test_the_address_of_one_choice_among_many_is_that_of_the_choice_by_itself(chosen, key, rest):
    address = ListAddress("/testimonies/", rest | ({"act": chosen} if chosen else {}))
    assert _asked(address.each_toggled("act")(key)) == _asked(str(address.toggled("act", key)))
    assert _asked(str(address.toggled("act", key))) == rest | (
        {"act": kept} if (kept := [k for k in chosen if k != key] if key in chosen else [*chosen, key]) else {}
    )


def _asked(address: str) -> dict:
    return dict(QueryDict(address.partition("?")[2]).lists())
