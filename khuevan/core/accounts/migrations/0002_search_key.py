"""Accounts are found by name without diacritics, and free user names by their stem."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

from khuevan.kernel.text import search_key


def fill(apps, schema_editor):
    users = apps.get_model("accounts", "User").objects.filter(search_key="")
    for user in users.iterator():
        user.search_key = search_key(f"{user.full_name} {user.username}")
        user.save(update_fields=["search_key"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        TrigramExtension(),
        migrations.AddField(
            model_name='user',
            name='search_key',
            field=models.CharField(default='', editable=False, max_length=240),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='user',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='accounts_user_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(models.Func(models.F('username'), models.Value('0123456789'), function='rtrim'), name='accounts_user_stem'),
        ),
    ]
