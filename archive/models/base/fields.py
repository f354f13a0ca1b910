"""The fields of our own: the imprecise date, and what is derived from other fields."""

from django.core.exceptions import ValidationError
from django.db import models

from archive.dates import edtf
from archive.letters import phonetic_keys
from archive.media import images


class ImpreciseDateField(models.CharField):
    """An EDTF date as entered, read as `edtf.ImpreciseDate`; empty for "the source gives none".

    The model gains ``<name>_earliest`` and ``<name>_latest``, kept beside it for sorting and ranges, and a constraint
    that neither contradicts the other.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
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

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        if not value or isinstance(value, edtf.ImpreciseDate):
            return value or ""
        try:
            return edtf.parse(value)
        except edtf.NotADate as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value):
        return str(self.to_python(value))

    def value_to_string(self, obj):
        return str(self.value_from_object(obj))

    def run_validators(self, value):
        super().run_validators(str(value) if value else value)


class DateBoundField(models.DateField):
    """The first or last day that an imprecise date can mean; written from that date, never by hand."""

    derived = True

    def __init__(self, *args, of: str = "", side: str = "", **kwargs):
        self.of, self.side = of, side
        kwargs.update(null=True, blank=True, editable=False, db_index=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("null", "blank", "editable", "db_index"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs | {"of": self.of, "side": self.side}

    def pre_save(self, instance, add):
        value = instance._meta.get_field(self.of).to_python(getattr(instance, self.of))
        bound = getattr(value, self.side, None)
        setattr(instance, self.attname, bound)
        return bound


class AddressField(models.URLField):
    """An address on the web; one typed without its scheme is taken to be https."""

    def formfield(self, **kwargs):
        return super().formfield(**({"assume_scheme": "https"} | kwargs))


class DerivedTextField(models.TextField):
    """Text that is written from other fields of the row, never by hand."""

    derived = True

    def __init__(self, *args, **kwargs):
        kwargs.update(blank=True, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("blank", None)
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def pre_save(self, instance, add):
        setattr(instance, self.attname, self.derive(instance))
        return getattr(instance, self.attname)

    def derive(self, instance) -> str:
        raise NotImplementedError


class SearchTextField(DerivedTextField):
    """The folded words by which anyone may find the row; written from what anyone may see of it."""

    def derive(self, instance) -> str:
        return instance.public_search_text()


class PhoneticKeyField(DerivedTextField):
    """Space-delimited phonetic keys of the row's name (`archive.letters.phonetic_keys`), used by duplicate search."""

    def derive(self, instance) -> str:
        heard = sorted({way for word in phonetic_keys(getattr(instance, instance.name_field)) for way in word})
        return f" {' '.join(heard)} " if heard else ""


class PerceptualHashField(DerivedTextField):
    """The perceptual hash of the picture in another field; empty where there is none, or none that can be read."""

    def __init__(self, *args, of: str = "", **kwargs):
        self.of = of
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def derive(self, instance) -> str:
        picture = getattr(instance, self.of)
        if not picture:
            return ""
        try:
            with picture.storage.open(picture.name) as content:
                return images.perceptual_hash(content)
        except OSError:
            return ""
