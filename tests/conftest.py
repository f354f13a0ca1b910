import pytest

from archive.models import User


@pytest.fixture
def curator(db):
    return User.objects.create_superuser("made-up-curator", password="a made-up pass phrase")


@pytest.fixture
def researcher(db):
    return User.objects.create_user("made-up-researcher", password="a made-up pass phrase", is_researcher=True)


@pytest.fixture(autouse=True)
def originals_of_their_own(settings, tmp_path):
    """Each test keeps its files to itself."""
    settings.MEDIA_ROOT = tmp_path / "originals"
    settings.ARCHIVE_DATA = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
