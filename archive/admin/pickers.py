"""How a form's links are chosen: by typing words of the record that is meant."""

from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.forms import Script
from django.utils.http import urlencode


class PickerMixin(AutocompleteMixin):
    """Django's own list of choices and its address for looking them up, with a script that can be used by ear.

    ``picker.js`` puts a combobox as WAI-ARIA describes it in the place of each ``select.picked``.
    """

    class Media:
        extend = False  # without select2
        js = (Script("archive/picker.js", type="module"),)

    def build_attrs(self, base_attrs, extra_attrs=None):
        options = self.field.model._meta
        asked = {
            "app_label": options.app_label,
            "model_name": options.model_name,
            "field_name": self.field.name,
        }
        attrs = {**base_attrs, **(extra_attrs or {})}
        return {**attrs, "class": "picked", "data-address": f"{self.get_url()}?{urlencode(asked)}"}


class Picker(PickerMixin, AutocompleteSelect):
    """One record, or none: HTML wants an empty choice even where one must be chosen."""

    def optgroups(self, name, value, attr=None):
        [(title, options, index)] = super().optgroups(name, value, attr)
        chosen = [option for option in options if option["value"]]
        return [(title, [self.create_option(name, "", "–", selected=False, index=0), *chosen], index)]


class PickerOfMany(PickerMixin, AutocompleteSelectMultiple):
    """Any number of records."""
