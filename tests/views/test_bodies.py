"""What may be sent in, by whom, and where: refused before it is read, and in words."""

import io
import os
import time
from pathlib import Path

import pytest
from django.conf import settings as archive
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from archive.media import incoming
from archive.views import bodies
from archive.vocabularies import Role
from tests import made_up

pytestmark = pytest.mark.django_db


class Unread(io.BytesIO):
    """A body that nobody may read."""

    def read(self, *args):
        raise AssertionError("the body was read")


def sent(client, address, size, kind="multipart/form-data; boundary=x"):
    """Announce ``size`` bytes of a form, which are never sent."""
    headers = {"CONTENT_LENGTH": str(size), "CONTENT_TYPE": kind, "wsgi.input": Unread()}
    return client.generic("POST", address, **headers)


def test_no_stranger_sends_more_than_the_longest_form(client):
    row = made_up.case()
    for address in (f"/requests/{row.pk}/", reverse("account_login"), reverse("desk:imports"), "/nowhere/"):
        answer = sent(client, address, bodies.LARGEST_FORM + 1)
        assert (answer.status_code, answer.templates[0].name) == (413, "413.html")


def test_the_longest_form_of_the_public_site_is_taken(client):
    row = made_up.case()
    form = {"kind": "dispute", "text": "\U0001f54a" * 5000, "contact": "ა" * 200}
    assert client.post(f"/requests/{row.pk}/", form).status_code == 200
    assert row.accession.requests.get().text == form["text"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_files_are_taken_only_where_the_desk_asks_for_them(client, colleague, role):
    client.force_login(colleague(role))
    assert sent(client, reverse("admin:archive_case_add"), bodies.LARGEST_DESK_FORM + 1).status_code == 413
    file = SimpleUploadedFile("a.csv", b"title,kind\nA made-up case,other\n")
    assert client.post(reverse("admin:archive_case_add"), {"title": "x", "still": file}).status_code == 400
    assert client.post(reverse("desk:imports"), {"files": file}).status_code in (200, 302)


def test_an_administrator_without_another_role_hands_in_no_file(client, colleague):
    client.force_login(colleague("administrator"))
    file = SimpleUploadedFile("a.csv", b"title,kind\n")
    assert client.post(reverse("desk:imports"), {"files": file}).status_code in (400, 403)


def test_every_form_of_the_desk_that_has_a_file_may_be_sent_with_one():
    assert {
        "desk:imports",
        "admin:archive_person_change",
        "admin:archive_videoevidence_add",
        "admin:archive_source_change",
    } <= bodies.addresses_for_files()
    assert "admin:archive_case_change" not in bodies.addresses_for_files()


def test_an_upload_that_the_disk_has_no_room_for_is_refused_in_words(client, colleague, settings):
    client.force_login(colleague("curator"))
    settings.FREE_SPACE = 10**15
    answer = sent(client, reverse("desk:imports"), bodies.LARGEST_DESK_FORM + 1)
    assert answer.status_code == 507
    assert (
        "The disk of the archive has too little space for this. Nothing was saved. Tell the operator."
        in answer.content.decode()
    )


def test_nobody_hands_in_more_in_a_day_than_their_share(client, colleague, settings):
    settings.UPLOADS_A_DAY = 3 * bodies.LARGEST_DESK_FORM
    client.force_login(colleague("curator"))
    assert not bodies._reserve_upload_quota(colleague("curator"), 4 * bodies.LARGEST_DESK_FORM)
    assert bodies._reserve_upload_quota(colleague("curator"), 2 * bodies.LARGEST_DESK_FORM)
    assert sent(client, reverse("desk:imports"), 2 * bodies.LARGEST_DESK_FORM).status_code == 429
    assert bodies._reserve_upload_quota(colleague("reviewer"), 2 * bodies.LARGEST_DESK_FORM)


def test_what_is_left_of_uploads_is_swept_once_it_is_old(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    old, new, other = (tmp_path / name for name in ("tmp1.upload.csv", "tmp2.upload.csv", "kept.txt"))
    for path in (old, new, other):
        path.write_text("made up")
    long_ago = time.time() - incoming.OLD - 1
    os.utime(old, (long_ago, long_ago))
    os.utime(other, (long_ago, long_ago))
    assert incoming.sweep() == 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["kept.txt", "tmp2.upload.csv"]


def test_uploads_wait_in_the_folder_of_the_archive_which_is_its_owners_alone():
    folder = Path(archive.FILE_UPLOAD_TEMP_DIR)
    assert (folder.name, folder.stat().st_mode & 0o777) == ("incoming", 0o700)
