"""A life as its documented steps tell it: as a line of steps, in short on a card, and what the last of them says."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from archive.domain.custody_timelines import CustodyTimeline
from archive.models import CustodyStep, Name, Person
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.models.parts.part import Part
from archive.views.languages import lang_span

MOST_ON_A_CARD = 8  # steps


@dataclass(frozen=True)
class Life:
    """The documented steps of one person, in order, and what is known of where they are now."""

    steps: list[MaskedRow]
    status: str
    as_of: str
    last_documented: str  # the date of the last step that has one
    later_without_date: bool

    @property
    def is_long(self) -> bool:
        """Whether its steps are too many to stand beside each other."""
        return len(self.steps) > MOST_ON_A_CARD


def life_of(person: Person, user: Reader) -> Life | None:
    """The life of ``person`` as ``user`` may see it; ``None`` where no step is documented."""
    steps = person.visible_parts(CustodyStep, user, "person", "place")
    timeline = CustodyTimeline([step.masked_for(user) for step in steps])
    if not timeline.steps:
        return None
    last = timeline.last_documented
    return Life(
        steps=timeline.steps,
        status=timeline.status,
        as_of=timeline.status_date.words if timeline.status_date else "",
        last_documented=last.words if last else "",
        later_without_date=bool(last) and timeline.status_date != last,
    )


def told_in_short(people: Sequence[Person], user: Reader) -> dict[str, SafeString]:
    """By reference, in which other ways each of ``people`` is written, and the steps of their captivity in a row."""
    names, steps = _parts_of(people, Name, user), _parts_of(people, CustodyStep, user)
    return {person.pk: _in_short(person, names[person.pk], steps[person.pk], user) for person in people}


def _parts_of(people: Sequence[Person], model: type[Part], user: Reader) -> dict[str, list[Part]]:
    known, found = {person.pk: person for person in people}, defaultdict(list)
    for part in model.objects.children_of(list(known), Person, user):
        reference = getattr(part, f"{model.parent_field}_id")
        part.known_object = known[reference]
        found[reference].append(part)
    return found


def _in_short(person: Person, names: Sequence[Part], steps: Sequence[Part], user: Reader) -> SafeString:
    heading = person.masked_for(user).heading
    written = [(name.language_of("text"), name.masked_for(user).text) for name in names]
    spellings = format_html_join(" · ", "{}", ((lang_span(*one),) for one in written if one[1] != heading))
    line = CustodyTimeline([step.masked_for(user) for step in steps]).steps
    short = [_in_a_run(words, len(list(run))) for words, run in groupby(map(_step_in_short, line))]
    told = format_html_join(" → ", "{}", ((words,) for words in short[:MOST_ON_A_CARD]))
    if len(short) > MOST_ON_A_CARD:
        told = format_html("{} → …", told)
    return format_html_join("", '<span class="in-short">{}</span>', ((one,) for one in (spellings, told) if one))


def _step_in_short(step: MaskedRow) -> str:
    return f"{step.choice('step')} {step.date.words}" if step.date else step.choice("step")


def _in_a_run(words: str, times: int) -> str:
    """A step that is documented several times in a row is told once."""
    if times == 1:
        return words
    return ngettext("{step} ({times} time)", "{step} ({times} times)", times).format(step=words, times=times)
