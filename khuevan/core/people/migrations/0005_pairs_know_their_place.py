"""Pairs found alike carry their place and the name they are sorted by."""

from django.db import migrations, models

PLACES = """
UPDATE people_duplicatepair pair
   SET sort_key = a.sort_key,
       path = coalesce((
           SELECT string_agg(part, '/' ORDER BY place) || '/'
             FROM (SELECT part, place, bool_and(part = opposite) OVER (ORDER BY place) AS same
                     FROM unnest(string_to_array(rtrim(one.path, '/'), '/'), string_to_array(rtrim(other.path, '/'), '/'))
                          WITH ORDINALITY AS parts (part, opposite, place)) compared
            WHERE same), '')
  FROM people_person a LEFT JOIN org_orgunit one ON one.id = a.keeper_id,
       people_person b LEFT JOIN org_orgunit other ON other.id = b.keeper_id
 WHERE a.id = pair.first_id AND b.id = pair.second_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0006_known_values"),
        ("people", "0004_keepers_follow_reorganisations"),
    ]

    operations = [
        migrations.AddField(
            model_name="duplicatepair",
            name="path",
            field=models.CharField(db_collation="C", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="sort_key",
            field=models.CharField(db_collation="C", default="", max_length=240),
        ),
        migrations.RunSQL(PLACES, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="duplicatepair", index=models.Index(fields=["path"], name="people_pair_path")
        ),
        migrations.AddIndex(
            model_name="duplicatepair",
            index=models.Index(fields=["-score", "sort_key", "id"], name="people_pair_likeliest"),
        ),
    ]
