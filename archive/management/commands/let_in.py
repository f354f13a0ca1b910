"""`manage.py let_in NAME`: what `reset_access` was called before 0.1.0; it goes with 0.2.0."""

from archive.management.commands import reset_access


class Command(reset_access.Command):
    help = "The old name of reset_access."

    def handle(self, *args, **options):
        self.stderr.write("let_in is called reset_access now, and goes with version 0.2.0.")
        super().handle(*args, **options)
