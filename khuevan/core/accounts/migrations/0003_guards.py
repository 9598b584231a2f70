"""Old passwords, failures in a row, slips with one-time passwords."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import khuevan.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_search_key")]
    operations = [
        migrations.CreateModel(
            name='FailureCount',
            fields=[
                ('subject', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField(db_index=True)),
                ('locked_until', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PastPassword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128)),
                ('replaced_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SlipBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=khuevan.kernel.ids.new_uid, editable=False, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('count', models.PositiveIntegerField()),
                ('sealed', models.BinaryField()),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('opened_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='pastpassword',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='past_passwords', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='slipbatch',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='pastpassword',
            index=models.Index(fields=['user', '-replaced_at'], name='accounts_past_newest'),
        ),
    ]
