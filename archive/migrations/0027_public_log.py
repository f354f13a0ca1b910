"""The public log; `archive.domain.public_log.begin` begins it after migrating."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0001_squashed_0026_plain_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='PendingReading',
            fields=[
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='archive.accession')),
                ('rank', models.FloatField(help_text='From 0 to 1, made at random whenever the record is deferred: issues are appended in its order.')),
                ('is_restated', models.BooleanField(default=False, help_text='Whether nothing was written: the log began, or readings took another format.')),
                ('recounts', models.BooleanField(default=False, help_text='As of an issue.')),
            ],
        ),
        migrations.CreateModel(
            name='PublicLogState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(help_text='The last day (UTC) of which all that the calendar opens has been taken in.')),
                ('reading_format', models.CharField(help_text='Of the readings to which the last issues commit.', max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='ReadingSalt',
            fields=[
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='archive.accession')),
                ('salt', models.CharField(help_text='Made at random, in hexadecimal digits.', max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('what', models.CharField(choices=[('opened', 'opened'), ('changed', 'changed'), ('stated', 'stated again, though nothing that it says changed'), ('closed', 'closed'), ('moved', 'moved')], max_length=7)),
                ('commitment', models.CharField(blank=True, help_text='SHA-256 of the salt of its record and of the reading; empty when closed.', max_length=64)),
                ('recounts', models.BooleanField(default=False, help_text='Whether more than its words changed, so that what links to it may be counted otherwise. Never told.')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='archive.accession')),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(fields=['subject', 'number'], name='issues_of_a_record')],
            },
        ),
    ]
