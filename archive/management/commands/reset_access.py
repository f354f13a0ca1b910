"""`manage.py reset_access NAME`: a new link to choose a password, for whoever is locked out."""

from django.core.management.base import BaseCommand, CommandError

from archive.accounts.invitations import link_for, take_factors_away
from archive.models import User


class Command(BaseCommand):
    help = "Take away the second factor of an account, and print the link by which a new password is chosen."

    def add_arguments(self, parser):
        parser.add_argument("name")
        parser.add_argument("--at", default="http://127.0.0.1:8000", metavar="ADDRESS", help="where the site is served")

    def handle(self, *, name, at, **options):
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no open account “{name}”.")
        take_factors_away(user)
        self.stdout.write(f"{at.rstrip('/')}{link_for(user)}")
