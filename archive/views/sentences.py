"""What a list shows, in words: "Testimonies describing beating", and "12 testimonies describing beating"."""

from django.utils.translation import gettext as _

from archive.dates import edtf, typed_dates
from archive.facets.facet import NOT_STATED, Facet
from archive.facets.filter_set import ArchiveObjectFacets, Choice, Counted
from archive.languages import capitalised, number_in_words

MAX_TYPED = 60  # characters of what was typed that the sentence repeats


def sentence_of(filters: ArchiveObjectFacets, counted: Counted) -> str:
    """The sentence for ``filters`` and what they ``counted``."""
    model = filters.model()
    noun = model.label() if counted.total == 1 else model.label_plural()
    said = _("{number} {records}").format(number=number_in_words(counted.total), records=noun)
    return heading_of(filters, counted, said)


def heading_of(filters: ArchiveObjectFacets, counted: Counted, title: str) -> str:
    """``title`` with what is asked of the list."""
    parts = [_chosen(filters.facets[name], choices) for name, choices in counted.choices.items() if _any(choices)]
    asked = ", ".join(filter(None, [*parts, _time(filters), _words(filters)]))
    return capitalised(_("{found} {filters}").format(found=title, filters=asked) if asked else title)


def _any(choices: list[Choice]) -> bool:
    return any(choice.chosen for choice in choices)


def _chosen(facet: Facet, choices: list[Choice]) -> str:
    named = [choice.label for choice in choices if choice.chosen and choice.key != NOT_STATED]
    silent = any(choice.chosen and choice.key == NOT_STATED for choice in choices)
    parts = [facet.phrase_for(_listed(named, all_of=facet.demands_all))] if named else []
    if silent:
        parts.append(facet.not_stated_phrase)
    return _(" or ").join(parts)


def _listed(words: list[str], *, all_of: bool) -> str:
    if len(words) == 1:
        return words[0]
    template = _("{first} and {last}") if all_of else _("{first} or {last}")
    return template.format(first=", ".join(words[:-1]), last=words[-1])


def _time(filters: ArchiveObjectFacets) -> str:
    typed = {
        side: str((filters.data or {}).get(side, "")).strip() for side in ("since", "until") if side in filters.filters
    }
    words = {side: edtf.parse(typed_dates.read(text)).words for side, text in typed.items() if text}
    if len(words) == 2:
        if typed["since"] == typed["until"]:
            return _("that may fall in {date}").format(date=words["since"])
        return _("from {first} to {last}").format(first=words["since"], last=words["until"])
    parts = {"since": _("from {date}"), "until": _("until {date}")}
    return "".join(parts[side].format(date=text) for side, text in words.items())


def _words(filters: ArchiveObjectFacets) -> str:
    typed = filters.asked["q"]
    if not typed:
        return ""
    template = _("saying exactly “{words}”") if filters.query.exact else _("saying “{words}”")
    return template.format(words=f"{typed[:MAX_TYPED]}{'…' if len(typed) > MAX_TYPED else ''}")
