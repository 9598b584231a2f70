"""Accounts are listed by given name in the order of Vietnamese letters."""

from django.db import migrations, models

from khuevan.kernel.text import sort_key


def fill(apps, schema_editor):
    users = apps.get_model("accounts", "User").objects.filter(sort_key="")
    for user in users.iterator():
        user.sort_key = sort_key(user.full_name)
        user.save(update_fields=["sort_key"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_keys")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="sort_key",
            field=models.CharField(db_collation="C", default="", editable=False, max_length=240),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["sort_key", "id"], name="accounts_user_sort"),
        ),
    ]
