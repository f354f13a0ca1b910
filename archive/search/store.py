"""The words of all records in one file of SQLite's FTS5, on whatever database the archive itself stands.

What anyone may see and what only some may see are two tables, so that neither the order nor the time of an answer tells
of what is hidden. The file follows the log of changes, and is made anew where it can't.
"""

import fcntl
import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sized
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

from django.db import connection
from pyroaring import BitMap

from archive.domain.derived_files import code_fingerprint, folder
from archive.letters import phonetic_keys
from archive.models.base.accessions import Accession
from archive.models.log.change_feed import LogPosition, changed_between, log_position
from archive.models.log.mentions import Mention
from archive.models.log.public_feed import PublicPosition, public_position
from archive.search.documents import NOUNS, Document, documents_of, number_for

MAX_AT_ONCE = 500  # changed records that a reader's own request takes in
PATIENCE = 5  # seconds that it waits while another process does
FREQUENT = 1000  # documents from which on it is remembered which ones say something
MAX_REMEMBERED = 256
CACHE = 16_000  # kB of the file that each thread holds
MAX_HEARD = 2000  # words of names that sound alike
TABLES = ("open", "closed")
_SCHEMA = """
CREATE TABLE meta (head TEXT NOT NULL);
CREATE TABLE spellings (
    way TEXT NOT NULL, written TEXT NOT NULL, word TEXT NOT NULL, kept TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (way, written, number)
) WITHOUT ROWID;
CREATE INDEX spellings_of_a_record ON spellings (number);
"""
_TABLE = """
CREATE VIRTUAL TABLE {0} USING fts5(called, said, stems, tokenize = 'ascii', prefix = '2 3');
CREATE VIRTUAL TABLE {0}_words USING fts5vocab({0}, 'row');
"""
_here = threading.local()


class NotReady(Exception):
    """The words are being taken in anew by another process."""


@dataclass(frozen=True)
class Positions:
    """Where the file stands in both logs."""

    public: PublicPosition
    log: LogPosition


@dataclass(frozen=True)
class CommonWords:
    """What many documents of one table say; ``head`` is the place in the log that decides on that table."""

    head: str
    found: dict[tuple[str, str, int, int], BitMap] = field(default_factory=dict)  # by what was asked
    words: set[tuple[tuple[str, ...], str]] = field(default_factory=set)  # of which many documents say one


class Store:
    """One file of words, open."""

    def __init__(self, path: Path | str):
        self.database = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        with suppress(sqlite3.DatabaseError):  # of a broken file, `position` tells
            self.database.execute(f"PRAGMA cache_size = -{CACHE}")
        self._common = {table: CommonWords("") for table in TABLES}
        self.identity = 0 if path == ":memory:" else os.stat(path).st_ino

    @property
    def position(self) -> LogPosition | None:
        """Where in the log it stands; ``None`` where that can't be read, for then nothing in it can be trusted."""
        try:
            return LogPosition(**json.loads(self._head())["log"])
        except (sqlite3.DatabaseError, KeyError, TypeError, ValueError):
            return None

    @property
    def public_position(self) -> PublicPosition | None:
        """Where in the public log it stands; ``None`` where that can't be read."""
        try:
            return PublicPosition.from_dict(json.loads(self._head())["public"])
        except (sqlite3.DatabaseError, KeyError, TypeError, ValueError):
            return None

    def fill(self, now: Positions) -> None:
        """Take in everything, into a file that is empty."""
        self.database.executescript(_SCHEMA + "".join(_TABLE.format(table) for table in TABLES))
        with self._writing():
            for model in NOUNS.values():
                self._put(documents_of(model))
            for table in TABLES:  # what was put in piece by piece becomes one: a rare word is found 20 times as soon
                self.database.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 – our names
            self.database.execute("INSERT INTO meta VALUES (?)", [_head(now)])

    def update(self, references: Iterable[str], now: Positions) -> None:
        """Take in what became of ``references``."""
        nouns = _nouns_of(references)
        with self._writing():
            for noun, mine in nouns.items():
                self._drop(number_for(noun, int(reference[4:])) for reference in mine)
                self._put(documents_of(NOUNS[noun], mine))
            self.database.execute("UPDATE meta SET head = ?", [_head(now)])

    def find_everywhere(self, expression: str, table: str) -> list[int]:
        """The numbers of all documents in ``table``, of whatever noun, that FTS5's ``expression`` finds."""
        query = f"SELECT rowid FROM {table} WHERE {table} MATCH ?"  # noqa: S608 – our names
        return [number for (number,) in self.database.execute(query, [expression])]

    def find_often(self, expression: str, table: str, first: int, last: int) -> BitMap:
        """The documents in ``table`` that an ``expression`` finds which many say, of those from ``first`` to ``last``.

        They are counted from ``first``, and remembered until anything is taken in.
        """
        remembered, asked = self._remembered(table).found, (expression, table, first, last)
        if asked not in remembered:
            query = f"SELECT rowid - ? FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?"  # noqa: S608
            rows = self.database.execute(query, [first, expression, first, last])
            found = BitMap([number for (number,) in rows])
            if len(remembered) >= MAX_REMEMBERED:
                return found
            remembered[asked] = found
        return remembered[asked]

    def are_common(self, words: tuple[str, ...], table: str) -> bool:
        """Whether any of ``words`` stands in many documents of ``table``."""
        remembered, asked = self._remembered(table).words, (words, table)
        if asked not in remembered and max(self.known(words, (table,)).values(), default=0) >= FREQUENT:
            remembered.add(asked)
        return asked in remembered

    def _remembered(self, table: str) -> CommonWords:
        """What is remembered of what many documents of ``table`` say, until anything is taken in that may be there."""
        head: dict[str, object] = json.loads(self._head())
        now = json.dumps(head["public" if table == "open" else "log"])
        if self._common[table].head != now:
            self._common[table] = CommonWords(now)
        return self._common[table]

    def says(self, expression: str, table: str) -> bool:
        """Whether any document in ``table`` is found by FTS5's ``expression``."""
        query = f"SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT 1"  # noqa: S608 – our names
        return self.database.execute(query, [expression]).fetchone() is not None

    def heard_as(
        self, ways: Iterable[str], tables: tuple[str, ...], *, beginning: bool = False
    ) -> set[tuple[str, str]]:
        """The spellings (`documents.Spelling`) that sound in one of ``ways`` and stand in one of ``tables``.

        With ``beginning``, also single words that begin to sound so, up to a bound.
        """
        found: set[tuple[str, str]] = set()
        for way in ways:
            last = f"{way}Z" if beginning else way  # the letters of sounds are all capitals, and none is a Z
            single = "AND instr(word, ' ') = 0 " if beginning else ""
            query = (
                f"SELECT DISTINCT written, word FROM spellings WHERE way BETWEEN ? AND ? {single}"  # noqa: S608
                f"AND kept IN ({_marks(tables)}) ORDER BY way LIMIT {MAX_HEARD}"
            )
            found |= set(self.database.execute(query, [way, last, *tables]))
        return found

    def known(self, words: Iterable[str], tables: tuple[str, ...]) -> dict[str, int]:
        """Those of ``words`` that stand in one of ``tables``, and in how many documents."""
        words = list(words)
        found: dict[str, int] = {}
        for table in tables:
            query = f"SELECT term, doc FROM {table}_words WHERE term IN ({_marks(words)})"  # noqa: S608 – our names
            for word, count in self.database.execute(query, words):
                found[word] = found.get(word, 0) + count
        return found

    def close(self) -> None:
        self.database.close()

    def _head(self) -> str:
        return str(self.database.execute("SELECT head FROM meta").fetchone()[0])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self.database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.database.execute("ROLLBACK")
            raise
        self.database.execute("COMMIT")

    def _put(self, documents: Iterable[Document]) -> None:
        for one in documents:
            table = TABLES[not one.open]
            row = [one.number, one.called, one.said, one.stems]
            self.database.execute(f"INSERT INTO {table} (rowid, called, said, stems) VALUES (?, ?, ?, ?)", row)  # noqa: S608
            rows = [(way, *spelling, table, one.number) for spelling in one.spellings for way in ways_of(spelling[0])]
            self.database.executemany("INSERT OR IGNORE INTO spellings VALUES (?, ?, ?, ?, ?)", rows)

    def _drop(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            for table in TABLES:
                self.database.execute(f"DELETE FROM {table} WHERE rowid = ?", [number])  # noqa: S608 – our names
            self.database.execute("DELETE FROM spellings WHERE number = ?", [number])


@contextmanager
def store(*, public: bool = False) -> Iterator[tuple[Store, frozenset[str]]]:
    """The words as the log stands now, and the references of what has still to be taken in, and is not to be found.

    Where only what is ``public`` is sought, and the public log has not moved since, the file is used as it is; else all
    changes are taken in first. Raise `NotReady` while another process takes in everything.
    """
    if connection.in_atomic_block:
        yield _private_store(), frozenset()
        return
    opened = _opened() if public else None
    if opened is not None and opened.public_position == public_position():
        yield opened, frozenset()
        return
    yield _followed(MAX_AT_ONCE)


def sync() -> None:
    """Take in all that changed; for whoever has the time."""
    _followed(None)


def _private_store() -> Store:
    """The words of what may never be committed: for this thread, and as long as the log ends where it does."""
    now = log_position()
    own = getattr(_here, "private", None)
    if own is None or own[0] != now:
        if own is not None:
            own[1].close()
        own = _here.private = now, Store(":memory:")
        own[1].fill(Positions(public_position(), now))
    return own[1]


def _followed(most: int | None) -> tuple[Store, frozenset[str]]:
    """The words as they stand now; with what is left out, if more than ``most`` records changed."""
    opened, changed, until = _state()
    if opened is None or changed is None:
        return _rebuild(), frozenset()
    if not changed and opened.public_position == until.public:
        return opened, changed
    if most is not None and len(changed) > most:
        return opened, changed
    with _alone() as alone:
        opened, changed, until = _state()  # another process may have written meanwhile
        if alone and opened is not None and changed is not None:
            opened.update(changed, until)
            return opened, frozenset()
    if opened is None or changed is None:
        raise NotReady
    return opened, changed


def _state() -> tuple[Store | None, frozenset[str] | None, Positions]:
    """The file of words, what changed since, and until when; ``None`` if all must be taken in anew."""
    opened = _opened()
    before, now = opened and opened.position, _positions()
    return opened, _changed_since(before, now.log) if before else None, now


def _positions() -> Positions:
    """Where both logs end now. The public one is looked at first: what stands there is in the other one, too."""
    public = public_position()
    return Positions(public, log_position())


def _changed_since(before: LogPosition, now: LogPosition) -> frozenset[str] | None:
    """What may be found otherwise; ``None`` if all must be taken in anew."""
    touched = changed_between(before, now)
    if not touched:
        return touched
    return touched | frozenset(Mention.objects.of(touched).values_list("subject", flat=True))


def _opened() -> Store | None:
    """The file of words that this thread has open, if it is there and was written by this code."""
    own = getattr(_here, "store", None)
    try:
        identity = os.stat(_path()).st_ino
    except FileNotFoundError:
        return None
    if own is None or own.identity != identity:
        if own is not None:
            own.close()
        own = _here.store = Store(_path())
    return own


def _rebuild() -> Store:
    """One process takes everything in, into a file beside, which then takes the place of the one before."""
    path = _path()
    with _alone() as alone:
        if not alone:
            raise NotReady
        opened, changed, _ = _state()
        if opened is not None and changed == frozenset():
            return opened
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        with closing(Store(new)) as filled:
            filled.fill(_positions())
        for old in folder().glob("words-*.sqlite3*"):  # of this code and of others, with what a killed writer left
            old.unlink()
        os.replace(new, path)
        opened = _opened()
        if opened is None:
            raise NotReady
        return opened


@contextmanager
def _alone() -> Iterator[bool]:
    """Hold the lock on the file of words, and tell whether it was to be had in time."""
    until = time.monotonic() + PATIENCE
    with (folder() / "words.lock").open("w") as lock:
        while not (own := _lock(lock)) and time.monotonic() < until:
            time.sleep(0.02)
        yield own


def _lock(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _path() -> Path:
    return folder() / f"words-{code_fingerprint()[:16]}.sqlite3"


def _head(now: Positions) -> str:
    return json.dumps(asdict(now))


def _nouns_of(references: Iterable[str]) -> dict[str, list[str]]:
    nouns: dict[str, list[str]] = {}
    wanted = sorted(references)
    for start in range(0, len(wanted), 500):
        found = Accession.objects.filter(pk__in=wanted[start : start + 500]).values_list("pk", "noun")
        for reference, noun in found:
            if noun in NOUNS:
                nouns.setdefault(noun, []).append(reference)
    return nouns


def _marks(values: Sized) -> str:
    return ", ".join("?" * len(values))


def ways_of(name: str) -> set[str]:
    """The ways in which one word of a name may sound."""
    return {way for heard in phonetic_keys(name) for way in heard}
