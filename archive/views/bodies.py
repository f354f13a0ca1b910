"""What is sent in: bounded by who sends it and where, before anything of it is read."""

import shutil
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.core.cache import cache as counts
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.db.models import FileField
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.accounts.kept_forms import SkipFilesUploadHandler, is_of_the_desk, last_signed_in_user
from archive.imports.batch.permissions import IMPORTERS
from archive.models.access.users import roles_of
from archive.models.base.registry import registered_models

LARGEST_FORM = 128 * 1024  # bytes that anyone may send: the longest form of the public site takes less
LARGEST_DESK_FORM = 16 * 1024 * 1024  # bytes of a form at the desk, without files
LARGEST_FILES = 2 * 1024**3  # bytes of the files that are handed in at once
LARGEST_UPLOAD = LARGEST_FILES + LARGEST_DESK_FORM


class RejectFilesUploadHandler(FileUploadHandler):
    """Refuses a file in a form that takes none, before a byte of it is kept."""

    def new_file(self, *args, **kwargs):
        raise RequestDataTooBig("This form takes no files.")

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


class BodyMiddleware:
    """Refuses what is larger than whoever sends it may send there, in words, without reading it.

    It stands where the reader is known, and before anything reads the body. Files are taken only on the desk's pages
    that ask for some, from those who may write, as long as the disk and their own share of the day have room.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        size = _size_of(request)
        if size == 0:
            return self.get_response(request)
        takes_files, is_kept = _takes_files(request), _is_kept(request)
        if not takes_files:
            request.upload_handlers = [
                SkipFilesUploadHandler(request) if is_kept else RejectFilesUploadHandler(request)
            ]
        if size > (largest := LARGEST_DESK_FORM if is_kept else _largest(request, takes_files)):
            return _refused(request, 413, _("What was sent is too large. Nothing was saved."), largest)
        if takes_files and size > LARGEST_DESK_FORM:
            if not _has_room(size):
                return _refused(
                    request,
                    507,
                    _("The disk of the archive has too little space for this. Nothing was saved. Tell the operator."),
                )
            if not _reserve_upload_quota(request.user, size):
                return _refused(
                    request, 429, _("You have reached today’s limit for uploads. Nothing was saved. Continue tomorrow.")
                )
        return self.get_response(request)


def _size_of(request) -> int:
    """The bytes that are announced; without a length (RFC 9112) a body is not read here at all."""
    try:
        return max(0, int(request.META.get("CONTENT_LENGTH") or 0))
    except ValueError:
        return 0


def _largest(request, takes_files: bool) -> int:
    if not roles_of(request.user):
        return LARGEST_FORM
    return LARGEST_UPLOAD if takes_files else LARGEST_DESK_FORM


def _is_kept(request) -> bool:
    """Whether the words of this form will be kept for somebody whose session ended."""
    return not request.user.is_authenticated and is_of_the_desk(request) and last_signed_in_user(request) is not None


def _takes_files(request) -> bool:
    """Whether the page at this address asks for files, and whoever sends this may give some."""
    if not roles_of(request.user) & IMPORTERS:
        return False
    try:
        return resolve(request.path_info).view_name in addresses_for_files()
    except Resolver404:
        return False


@cache
def addresses_for_files() -> frozenset[str]:
    """The names of the desk's addresses whose forms take files: the imports, and records that have some."""
    pages = (
        f"admin:archive_{model._meta.model_name}_{page}"
        for model in registered_models()
        if any(isinstance(field, FileField) for field in model._meta.fields)
        for page in ("add", "change")
    )
    return frozenset({"desk:imports", *pages})


def _has_room(size: int) -> bool:
    """Whether the disk has room for an upload, for what is kept of it, and for what the archive needs to go on."""
    return shutil.disk_usage(settings.ARCHIVE_DATA).free >= 2 * size + settings.FREE_SPACE


def _reserve_upload_quota(user, size: int) -> bool:
    """Whether ``user`` may hand in ``size`` bytes more today; if so, they are counted."""
    key = f"uploads-{user.pk}-{timezone.now().date().isoformat()}"
    sent = counts.get(key, 0) + size
    if sent > settings.UPLOADS_A_DAY:
        return False
    counts.set(key, sent, timedelta(days=1).total_seconds())
    return True


def _refused(request, status: int, message: str, largest: int | None = None):
    return render(request, "413.html", {"message": message, "largest": largest}, status=status)
