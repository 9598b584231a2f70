"""Extensions that the schema stands on: trigrams for search, btree_gist for spans of dates that must not overlap."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = []
    operations = [TrigramExtension(), BtreeGistExtension()]
