"""What a list shows, as one sentence: "12 testimonies describing beating, collected by …, from October 2020"."""

from archive import dates, typed_dates
from archive.facets.facet import NOT_STATED

MOST_TYPED = 60  # characters of what was typed that the sentence repeats


def sentence_of(filters, counted) -> str:
    """The sentence for ``filters`` and what they ``counted``."""
    meta = filters.queryset.model._meta
    noun = meta.verbose_name if counted.total == 1 else meta.verbose_name_plural
    parts = [_chosen(filters.facets[name], choices) for name, choices in counted.choices.items() if _any(choices)]
    told = ", ".join(filter(None, [*parts, _time(filters), _words(filters)]))
    return f"{counted.total:,} {noun} {told}".strip()


def _any(choices) -> bool:
    return any(choice.chosen for choice in choices)


def _chosen(facet, choices) -> str:
    named = [choice.label for choice in choices if choice.chosen and choice.key != NOT_STATED]
    silent = any(choice.chosen and choice.key == NOT_STATED for choice in choices)
    told = [facet.phrase.format(_listed(named, "and" if facet.demands_all else "or"))] if named else []
    if silent:
        told.append(facet.silent)
    return " or ".join(told)


def _listed(words: list[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _time(filters) -> str:
    typed = {side: filters.data.get(side, "").strip() for side in ("since", "until") if side in filters.filters}
    words = {side: dates.parse(typed_dates.read(text)).words for side, text in typed.items() if text}
    if len(words) == 2:
        same = typed["since"] == typed["until"]
        return f"that may fall in {words['since']}" if same else f"from {words['since']} to {words['until']}"
    return "".join(f"{'from' if side == 'since' else 'up to'} {text}" for side, text in words.items())


def _words(filters) -> str:
    typed = filters.form.cleaned_data["q"]
    if not typed:
        return ""
    exactly = " exactly" if filters.query.exact else ""
    return f"saying{exactly} “{typed[:MOST_TYPED]}{'…' if len(typed) > MOST_TYPED else ''}”"
