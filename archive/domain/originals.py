"""Uploaded originals: who may have which."""

from django.db import models

from archive.domain.permissions import has_permission
from archive.models.access.users import RequestUser, roles_of
from archive.models.base.registry import registered_models
from archive.vocabularies import DeskAction


def may_have(user: RequestUser, name: str) -> bool:
    """Whether ``user`` may read, at the desk, a record that has the original called ``name``."""
    if not roles_of(user):
        return False
    for model in registered_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                rows = model.objects.visible_to(user).filter(**{field.name: name})
                if any(has_permission(user, DeskAction.READ, row) for row in rows):
                    return True
    return False
