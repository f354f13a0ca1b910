"""What is made for somebody is kept by nobody else, and its cookies go nowhere else."""

import json
import os
import subprocess
import sys

import pytest
from django.urls import reverse

from archive.accounts import devices, kept_forms
from tests import made_up

pytestmark = pytest.mark.django_db


def test_no_answer_to_somebody_who_is_signed_in_is_kept_on_the_way(client, colleague, researcher):
    row = made_up.case()
    addresses = [
        "/",
        "/cases/",
        row.get_absolute_url(),
        "/search/?q=made",
        "/cases/download.csv",
        "/nowhere/",
        "/healthz",
    ]
    for user in (researcher, colleague("curator")):
        client.force_login(user)
        for address in (*addresses, reverse("admin:index"), reverse("admin:archive_case_changelist")):
            assert client.get(address)["Cache-Control"] == "private, no-store", address


def test_what_strangers_read_may_be_kept(client):
    for address in ("/", "/cases/", made_up.case().get_absolute_url()):
        assert "no-store" not in client.get(address).get("Cache-Control", "")


def test_by_https_cookies_are_bound_to_the_host_and_its_subdomains_are_asked_by_https_alone(tmp_path):
    code = "import json; from django.conf import settings as s; print(json.dumps(["
    code += "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, "
    code += "s.SECURE_HSTS_SECONDS]))"
    told = {}
    for https in ("0", "1"):
        environment = {**os.environ, "HTTPS": https, "ARCHIVE_DATA": str(tmp_path)}
        environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
        printed = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
        told[https] = json.loads(printed.stdout)
    assert told == {
        "0": ["sessionid", "csrftoken", False, False, 0],
        "1": ["__Host-sessionid", "__Host-csrftoken", True, True, 365 * 24 * 60 * 60],
    }


def test_by_https_the_cookies_of_devices_are_bound_to_the_host_too(settings):
    for secure, prefix in ((False, ""), (True, "__Host-")):
        settings.SECURE_COOKIES = secure
        assert (devices.cookie_name(), kept_forms.cookie_name()) == (f"{prefix}device", f"{prefix}desk")
