"""Mentions by the reference that a text has: of one that leads elsewhere since a merge, that one too."""

from django.db import migrations


def keep_old_references(apps, schema_editor):
    redirects, mentions, changes = (apps.get_model("archive", name).objects for name in ("Redirect", "Mention", "Change"))
    for old, led in redirects.filter(old__startswith="PER-").values_list("old", "subject_id"):
        for subject in mentions.filter(person_id=led).values_list("subject_id", flat=True):
            last = changes.filter(subject_id=subject).order_by("-sequence").values_list("state", flat=True).first()
            if f"[[{old}]]" in (last or ""):
                mentions.get_or_create(subject_id=subject, person_id=old)


class Migration(migrations.Migration):
    dependencies = [("archive", "0027_public_log")]

    operations = [migrations.RunPython(keep_old_references, migrations.RunPython.noop)]
