"""Link checks: that what new rows link to is still there when they are written."""

from collections import defaultdict

from django.utils.translation import gettext as _

from archive.domain.locking import ActionRefused
from archive.imports.batch.staged import ROWS_PER_READ, Staged
from archive.models import Person, Redirect
from archive.models.base.accessions import Accession
from archive.models.base.chunks import chunks
from archive.models.desk.batches import links_of
from archive.models.log.mentions import mentioned_in


class _LinkChecker:
    """Collects what the rows of a batch link to, and looks each up once; raises `StaleBatch` where one is gone."""

    def __init__(self):
        self.wanted: dict[type, set[str]] = defaultdict(set)
        self.known: dict[type, set[str]] = defaultdict(set)

    def note(self, model, states: list[dict], rows: list[Staged]) -> None:
        for row in rows:
            if "[[" in row.state and (named := mentioned_in(row.state) - mentioned_in(row.before)):
                self.wanted[Person] |= named - Redirect.objects.destinations_of(named).keys()
        for name in links_of(model):
            wanted = self.wanted[model._meta.get_field(name).related_model]
            for state in states:
                value = state[name]
                wanted.update(value if isinstance(value, list) else (value,) if value else ())
        for target in self.wanted:
            self.wanted[target] -= self.known[target]
            if len(self.wanted[target]) > ROWS_PER_READ:
                self._ask(target)

    def demand(self) -> None:
        for target in self.wanted:
            self._ask(target)
            if missing := sorted(self.wanted[target]):
                raise StaleBatch(
                    _("{missing}, to which rows link, was removed since the batch was checked.").format(
                        missing=", ".join(missing[:5])
                    )
                )

    def _ask(self, target) -> None:
        wanted = self.wanted[target]
        found: set[str] = set()
        for some in chunks(sorted(wanted), ROWS_PER_READ):
            there = target.objects.with_a_record() if target is Accession else target._base_manager
            found.update(there.filter(pk__in=some).values_list("pk", flat=True))
        wanted -= found
        if len(self.known[target]) < 100 * ROWS_PER_READ:
            self.known[target] |= found


class StaleBatch(ActionRefused):
    """What a batch was checked against is not as it was; the batch is to be checked again."""

    def __init__(self, what: str):
        super().__init__(_("{what} Nothing was written. Check the batch again.").format(what=what))
