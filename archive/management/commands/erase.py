"""`manage.py erase`: destroy a record, its history and its files, because the law demands it."""

from django.core.management.base import BaseCommand, CommandError

from archive.domain.erasing import erase, plan_for
from archive.domain.locking import ActionRefused
from archive.models import Accession, User


class Command(BaseCommand):
    help = (
        "Tell what the erasure of one record would destroy; with --confirm and the reference once more, destroy it. "
        "This can't be taken back. Copies elsewhere (backups, exports, logs of the database) are yours to find."
    )

    def add_arguments(self, parser):
        parser.add_argument("reference", help="The record, such as PER-0007.")
        parser.add_argument("--note", default="", help="On whose decision, and its number. Nothing of what is erased.")
        parser.add_argument("--by", default="", help="The account on whose behalf it is done.")
        parser.add_argument(
            "--histories",
            nargs="+",
            default=[],
            metavar="REFERENCE",
            help="Records of which every state but the last is destroyed, because a name stands in it.",
        )
        parser.add_argument("--confirm", default="", metavar="REFERENCE", help="The reference once more.")

    def handle(self, reference, note, by, histories, confirm, **options):
        obj = self._entry(reference)
        if not confirm:
            for line in plan_for(obj).lines():
                self.stdout.write(line)
            self.stdout.write("Nothing was erased. To erase it, say --confirm and the reference, --note and --by.")
            return
        if confirm != reference:
            raise CommandError(f"Nothing was erased: {confirm} is not {reference}.")
        user = User.objects.filter(username=by).first()
        if user is None:
            raise CommandError("Nothing was erased: expected --by and the name of an account.")
        try:
            receipt = erase(reference, note, user, tuple(self._known(one) for one in histories))
        except ActionRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(str(receipt))

    def _known(self, reference: str) -> str:
        if not Accession.objects.filter(pk=reference).exists():
            raise CommandError(f"Nothing was erased: {reference} was never given out.")
        return reference

    def _entry(self, reference: str):
        accession = Accession.objects.with_a_record([reference]).first()
        if accession is None:
            raise CommandError(f"Nothing was erased: {reference} is no record. Expected a reference such as PER-0007.")
        return accession.resolve()
