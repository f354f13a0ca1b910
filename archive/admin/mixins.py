"""What a mixin of the desk takes for granted of the class that it is mixed into."""

from typing import TYPE_CHECKING

from django.contrib.admin.options import BaseModelAdmin, ModelAdmin

if TYPE_CHECKING:
    ModelAdminMixin = ModelAdmin
    FormMixin = BaseModelAdmin  # of a page of the desk, or of an inline
else:  # Django's own class comes once, at the end of the bases of each class
    ModelAdminMixin = FormMixin = object
