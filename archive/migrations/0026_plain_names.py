"""Columns are called by the words that the code uses: status, reason, user, created_at. No value changes."""

from django.conf import settings
from django.db import migrations, models

RENAMED = (
    ("batch", "standing", "status"),
    ("batch", "told", "message"),
    ("batch", "by", "user"),
    ("batch", "made_at", "created_at"),
    ("batch", "makes", "auto_create"),
    ("mapping", "by", "user"),
    ("mapping", "made_at", "created_at"),
    ("revision", "standing", "status"),
    ("request", "standing", "status"),
    ("change", "by", "user"),
    ("change", "at", "created_at"),
    ("change", "why", "reason"),
    ("merge", "by", "user"),
    ("merge", "at", "created_at"),
    ("merge", "ledger", "undo_log"),
    ("merge", "left", "kept_state"),
    ("merge", "parted_by", "unmerged_by"),
    ("merge", "parted_at", "unmerged_at"),
    ("erasure", "by", "user"),
    ("erasure", "at", "created_at"),
    ("historyclosure", "by", "user"),
    ("historyclosure", "at", "created_at"),
    ("judgement", "by", "user"),
    ("judgement", "at", "created_at"),
    ("checkrun", "at", "created_at"),
    ("signin", "by", "actor"),
    ("signin", "at", "created_at"),
    ("keptform", "by", "user"),
    ("keptform", "told", "content"),
    ("person", "portrait_likeness", "portrait_hash"),
    ("videoevidence", "still_likeness", "still_hash"),
)
WITH_PHONETIC_KEYS = (
    "case",
    "collection",
    "diplomaticstatement",
    "event",
    "legalproceeding",
    "name",
    "organisation",
    "page",
    "person",
    "place",
    "repatriation",
    "reportedfigure",
    "source",
    "term",
    "testimony",
    "videoevidence",
)


def rename_in_saved_lists(apps, schema_editor):
    """Saved lists of the desk keep filters by the names that columns had."""
    lists = apps.get_model("archive", "SavedList").objects.using(schema_editor.connection.alias)
    for one in lists.filter(address__contains="/request/?"):
        path, mark, query = one.address.partition("?")
        asked = [f"status__{text[10:]}" if text.startswith("standing__") else text for text in query.split("&")]
        lists.filter(pk=one.pk).update(address=f"{path}{mark}{'&'.join(asked)}")


class Migration(migrations.Migration):
    dependencies = [("archive", "0025_steward_changes")]

    operations = [
        migrations.RemoveConstraint("revision", "one_revision_waits_at_a_time"),
        migrations.RenameModel("Closing", "HistoryClosure"),
        *(migrations.RenameField(model, old, new) for model, old, new in RENAMED),
        # the desk calls these three as it did
        migrations.AlterField(
            "request",
            "status",
            models.CharField(
                "standing",
                choices=[("open", "open"), ("done", "done"), ("declined", "declined")],
                default="open",
                max_length=8,
            ),
        ),
        migrations.AlterField("signin", "created_at", models.DateTimeField("at", auto_now_add=True, db_index=True)),
        migrations.AlterField(
            "signin",
            "actor",
            models.ForeignKey(
                null=True,
                on_delete=models.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        *(migrations.RenameField(model, "sounds", "phonetic_keys") for model in WITH_PHONETIC_KEYS),
        migrations.AddConstraint(
            "revision",
            models.UniqueConstraint(
                fields=["subject"],
                condition=models.Q(status__in=["open", "queried"]),
                name="one_revision_waits_at_a_time",
            ),
        ),
        *(
            migrations.AlterModelOptions(model, {"ordering": ["created_at"]})
            for model in ("checkrun", "erasure", "historyclosure", "judgement", "merge")
        ),
        migrations.RunPython(rename_in_saved_lists, migrations.RunPython.noop),
        migrations.AlterModelOptions("signin", {"ordering": ["-created_at", "-pk"], "verbose_name": "sign-in"}),
    ]
