import gc
import io
import os

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, Phase, settings

from archive.accounts.second_factor import ENROLLED
from archive.imports.batch.loading import import_file
from archive.models import User
from archive.vocabularies import Role

# Examples are random archives: slow by nature, made within a test's own fixtures, and shrunk only on demand
# (HYPOTHESIS_PROFILE=shrink).
CHECKS = list(HealthCheck)
settings.register_profile("shrink", deadline=None, suppress_health_check=CHECKS)
settings.register_profile(
    "archive", settings.get_profile("shrink"), phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "archive"))

gc.set_threshold(100_000, 50, 1000)  # a worker lives for minutes: to look for rubbish takes a twentieth of them


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What asks no database is run on one alone, and what takes longest comes first: no worker waits for it at the end.

    Tests that commit stay behind the others, as pytest-django puts them.
    """

    def begins_first(item) -> bool:
        marks = {mark.name for mark in item.iter_markers()}
        commits = any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))
        return bool(marks & {"slow", "browser"}) and not commits

    for item in items:
        served = item.get_closest_marker("browser")  # by a process of its own, from the same database
        if not served and not item.get_closest_marker("django_db") and "db" not in item.fixturenames:
            item.add_marker("once")
    items.sort(key=lambda item: not begins_first(item))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let nobody be in the database when it is taken away: neither a connection that nobody holds, nor a process."""
    yield
    gc.collect()
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def curator(db):
    """Somebody who holds every role."""
    return User.objects.create_superuser("made-up-everyone", password="a made-up pass phrase")


@pytest.fixture
def researcher(db):
    return User.objects.create_user("made-up-researcher", password="a made-up pass phrase", is_researcher=True)


class ProvenClient(Client):
    """A client whose sign-in counts as one with a second factor; `tests/accounts` tries the real thing."""

    def force_login(self, user, backend=None):
        super().force_login(user, backend)
        factor, _ = Authenticator.objects.get_or_create(
            user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "made up"}}
        )
        session = self.session
        session[ENROLLED] = factor.pk
        session.save()


@pytest.fixture
def client():
    return ProvenClient()


@pytest.fixture
def colleague(db):
    """Make an account with the roles named, once for each set of them."""

    def made(*roles, **fields):
        name = "made-up-" + "-and-".join(roles)
        flags = {Role(role).flag: True for role in roles}
        return User.objects.filter(username=name).first() or User.objects.create_user(name, **flags, **fields)

    return made


@pytest.fixture(autouse=True)
def originals_of_their_own(settings, tmp_path):
    """Each test keeps its files to itself."""
    settings.MEDIA_ROOT = tmp_path / "originals"
    settings.ARCHIVE_DATA = tmp_path
    settings.FREE_SPACE = 0  # whatever the machine of the tests has
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow one is no part of any test
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def import_table():
    """Import a table given as text or bytes, and return the report."""

    def taken(noun, content, **options):
        data = content.encode() if isinstance(content, str) else content
        return import_file(io.BytesIO(data), f"{noun}.csv", noun, **options)

    return taken
