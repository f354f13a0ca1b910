"""The fields of our own: the imprecise date, and what is derived from other fields."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from archive.dates import edtf
from archive.letters import phonetic_keys
from archive.media import images
from archive.models.base.links import field_of
from archive.models.base.types import Anything, DateField, ImpreciseCharField, TextField, URLField, Values


class ImpreciseDateField(ImpreciseCharField):
    """An EDTF date as entered, read as `edtf.ImpreciseDate`; empty for "the source gives none".

    The model gains ``<name>_earliest`` and ``<name>_latest``, kept beside it for sorting and ranges, and a constraint
    that neither contradicts the other.
    """

    def __init__(self, *args: Anything, **kwargs: Anything):
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if cls._meta.abstract or cls.__module__ == "__fake__":  # migrations spell the bounds out themselves
            return
        for side in ("earliest", "latest"):
            DateBoundField(of=name, side=side).contribute_to_class(cls, f"{name}_{side}")
        order = models.CheckConstraint(
            condition=models.Q((f"{name}_earliest__lte", models.F(f"{name}_latest"))),
            name=f"{cls._meta.model_name}_{name}_ends_after_it_begins",
        )
        cls._meta.constraints = [*cls._meta.constraints, order]
        cls._meta.original_attrs["constraints"] = cls._meta.constraints

    def from_db_value(self, value: str, expression: object, connection: object) -> edtf.ImpreciseDate | Literal[""]:
        return self.to_python(value)

    def to_python(self, value: object) -> edtf.ImpreciseDate | Literal[""]:
        if isinstance(value, edtf.ImpreciseDate):
            return value
        if not value:
            return ""
        try:
            return edtf.parse(str(value))
        except edtf.NotADate as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: object) -> str:
        return str(self.to_python(value))

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def run_validators(self, value: object) -> None:
        super().run_validators(str(value) if value else value)


class DateBoundField(DateField):
    """The first or last day that an imprecise date can mean; written from that date, never by hand."""

    derived = True

    def __init__(self, *args: Anything, of: str = "", side: str = "", **kwargs: Anything):
        self.of, self.side = of, side
        kwargs.update(null=True, blank=True, editable=False, db_index=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[object], Values]:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("null", "blank", "editable", "db_index"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs | {"of": self.of, "side": self.side}

    def pre_save(self, instance: models.Model, add: bool) -> date | None:
        value = field_of(type(instance), self.of).to_python(getattr(instance, self.of))
        bound: date | None = getattr(value, self.side, None)
        setattr(instance, self.attname, bound)
        return bound


class AddressField(URLField):
    """An address on the web; one typed without its scheme is taken to be https."""

    def formfield(self, **kwargs: Anything) -> forms.Field | None:
        options: Values = {"assume_scheme": "https"} | kwargs
        return super().formfield(**options)


class DerivedTextField(TextField):
    """Text that is written from other fields of the row, never by hand."""

    derived = True

    def __init__(self, *args: Anything, **kwargs: Anything):
        kwargs.update(blank=True, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[object], Values]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("blank", None)
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def pre_save(self, instance: models.Model, add: bool) -> str:
        text = self.derive(instance)
        setattr(instance, self.attname, text)
        return text

    def derive(self, instance: Anything) -> str:
        raise NotImplementedError


class SearchTextField(DerivedTextField):
    """The folded words by which anyone may find the row; written from what anyone may see of it."""

    def derive(self, instance: Anything) -> str:
        return str(instance.public_search_text())


class PhoneticKeyField(DerivedTextField):
    """Space-delimited phonetic keys of the row's name (`archive.letters.phonetic_keys`), used by duplicate search."""

    def derive(self, instance: Anything) -> str:
        heard = sorted({way for word in phonetic_keys(getattr(instance, instance.name_field)) for way in word})
        return f" {' '.join(heard)} " if heard else ""


class PerceptualHashField(DerivedTextField):
    """The perceptual hash of the picture in another field; empty where there is none, or none that can be read."""

    def __init__(self, *args: Anything, of: str = "", **kwargs: Anything):
        self.of = of
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[object], Values]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def derive(self, instance: Anything) -> str:
        picture = getattr(instance, self.of)
        if not picture:
            return ""
        try:
            with picture.storage.open(picture.name) as content:
                return images.perceptual_hash(content)
        except OSError:
            return ""
