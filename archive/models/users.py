"""Those who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """One person with an account: on the desk (staff), or a registered researcher."""

    is_researcher = models.BooleanField(
        "registered researcher", default=False, help_text="May read what is open to registered researchers."
    )
