"""Codes are compared at the end of a transaction: in a reorganisation a unit is founded before the one it follows ends."""

import django.contrib.postgres.constraints
from django.db import migrations
from django.db.models import Deferrable


class Migration(migrations.Migration):

    dependencies = [
        ('org', '0004_reorganisation_preview_and_trace'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='unitcode', name='org_code_no_overlap'),
        migrations.AddConstraint(
            model_name='unitcode',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[('system', '='), ('code', '='), ('period', '&&')],
                deferrable=Deferrable.DEFERRED,
                name='org_code_no_overlap',
            ),
        ),
    ]
