"""Checks of the whole archive: what a person should look at, found by a command and shown on the desk's start page."""

from collections.abc import Iterator

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import models

from archive.domain.protected_names import find_published, protected_names
from archive.media import storage
from archive.models.base.chunks import CHUNK_SIZE
from archive.models.base.registry import registered_models
from archive.models.desk.check_runs import CheckRun


def check() -> CheckRun:
    """Run every check and keep what it found."""
    findings = [*public_names(), *broken_files()]
    return CheckRun.objects.create(findings=findings)


def public_names() -> Iterator[tuple[str, str]]:
    """Where a protected name stands in what anyone may read."""
    for reference, found in find_published(protected_names()):
        yield reference, f"A protected name is public in {found.where}."


def broken_files() -> Iterator[tuple[str, str]]:
    """Originals that are missing, or whose bytes are not those that were given (fixity, by SHA-256)."""
    originals = storage.originals()
    for model in registered_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                rows = model._base_manager.exclude(**{field.name: ""}).order_by("accession__number")
                for pk, name in rows.values_list("pk", field.name).iterator(chunk_size=CHUNK_SIZE):
                    if problem := _problem_of(originals, name):
                        yield pk, f"The original in {field.verbose_name} {problem}."


def _problem_of(originals: Storage, name: str) -> str:
    if not originals.exists(name):
        return "is missing"
    with originals.open(name) as content:
        whole = name.startswith(f"{(digest := storage.sha256(File(content)))[:2]}/{digest}")
    return "" if whole else "has other bytes than it was given with"
