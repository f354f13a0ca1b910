"""Those who sign in."""

import secrets

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction

from archive.models.accessions import hold


class ArchiveUserManager(UserManager):
    def create_first_administrator(self, name: str) -> str:
        """Create an administrator with a password made at random, and return it; "" if there is one already."""
        with transaction.atomic():
            hold("first administrator")
            if self.filter(is_superuser=True).exists():
                return ""
            password = secrets.token_urlsafe(15)
            self.create_superuser(name, password=password)
            return password


class User(AbstractUser):
    """One person with an account: on the desk (staff), or a registered researcher."""

    is_researcher = models.BooleanField(
        "registered researcher", default=False, help_text="May read what is open to registered researchers."
    )

    objects = ArchiveUserManager()
