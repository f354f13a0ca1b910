"""A made-up archive of any size, always the same for one size: testimonies with all that lists count them by."""

import random
from itertools import islice

from django.db import models

TEXT = (
    "made up people tell of many days in a made up place where they were held and moved at night without food or sleep "
    "until somebody called them one by one and asked the same thing again while others waited outside and said nothing"
)
WORDS = TEXT.split()
TOGETHER = 500  # rows that are written at once
RARE, SOME, MANY = "quixotic", "sometimes", "oftentimes"  # words of one in 20,000, in 20 and in 3 accounts
BODIES, PLACES, ACTS = 60, 200, 24
CLASSES, REGIONS = 4, 10  # broader terms and wider places, with which no record is coded itself
LANGUAGES = ("hy", "ru", "az", "en")


def make(size: int) -> None:
    """Fill the empty archive of this process with ``size`` testimonies and what they link to."""
    from archive.models import Change, recording
    from tests import made_up

    with recording():
        bodies = [made_up.organisation(f"Made-up body {n}").pk for n in range(BODIES)]
        places = [made_up.place(f"Madeupton {n}").pk for n in range(PLACES)]
        acts = [made_up.term("acts", f"made-up-act-{n}").pk for n in range(ACTS)]
        for n in range(50):
            held = made_up.person(f"made-up captive {n}", name=f"Name{n} Madeupyan", **NAMED)
            made_up.custody_step(held, "captured", date="2020-11")
    _gather(places, "places", REGIONS)
    _gather(acts, "acts", CLASSES)
    rows = _rows(size, bodies)
    chance = random.Random(size)
    while chunk := list(islice(rows, TOGETHER)):
        _write(chunk, places, acts, chance)
    Change.objects.bulk_create([Change(subject_id="TES-0001", state='{"noun":"testimonies"}', action="saved")])


def _gather(pks: list[str], noun: str, number: int) -> None:
    """Put all of ``pks`` under ``number`` wider places, or broader terms, in turn."""
    from archive.models import Place, Term
    from tests import made_up

    for n in range(number):
        under = pks[n::number]
        if noun == "places":
            wider = made_up.place(f"Made-up region {n}")
            models.QuerySet.update(Place.objects.filter(pk__in=under), part_of=wider)
        else:
            wider = made_up.term("acts", f"made-up-class-{n}")
            models.QuerySet.update(Term.objects.filter(pk__in=under), broader=wider)


NAMED = {"named_publicly": True, "naming_ground": "consent"}


def _rows(size: int, bodies: list[str]):
    from archive.models import Testimony
    from archive.vocabularies import Verification
    from tests import made_up

    chance = random.Random(size + 1)
    for n in range(1, size + 1):
        words = [chance.choice(WORDS) for _ in range(60)]
        words += [RARE] if n % 20_000 == 7 else []
        words += [SOME] if n % 20 == 3 else []
        words += [MANY] if n % 3 == 1 else []
        yield Testimony(
            accession_id=f"TES-{n:04d}",
            title=f"Made-up account {n}",
            text=" ".join(words),
            consent="published-elsewhere",
            date=_date(chance),
            collected_by_id=bodies[int(chance.paretovariate(1)) % BODIES],
            original_language=chance.choice(LANGUAGES),
            verification=chance.choice(Verification.values),
            **made_up.PUBLIC,
        )


def _date(chance: random.Random) -> str:
    year, month, day = chance.randint(2018, 2022), chance.randint(1, 12), chance.randint(1, 28)
    form = chance.choice(["{0}-{1:02}-{2:02}", "{0}-{1:02}-{2:02}", "{0}-{1:02}", "{0}", ""])
    return form.format(year, month, day)


def _write(rows: list, places: list[str], acts: list[str], chance: random.Random) -> None:
    """Past the log, which would take most of the time: what is measured here is reading."""
    from django.db import models, transaction

    from archive.models import Accession, Testimony

    with transaction.atomic():
        numbers = [int(row.pk[4:]) for row in rows]
        Accession.objects.bulk_create(
            [Accession(pk=row.pk, noun="testimonies", number=n) for row, n in zip(rows, numbers, strict=True)]
        )
        models.QuerySet.bulk_create(Testimony.objects.all(), rows)
        for name, targets, most in (("acts", acts, 4), ("places", places, 2)):
            through = Testimony._meta.get_field(name).remote_field.through
            far = Testimony._meta.get_field(name).m2m_reverse_name()
            links = [
                through(**{"testimony_id": row.pk, far: target})
                for row in rows
                for target in {
                    targets[int(chance.paretovariate(0.7)) % len(targets)] for _ in range(chance.randint(0, most))
                }
            ]
            through._base_manager.bulk_create(links)
