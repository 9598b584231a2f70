"""Keys for programs: personal tokens, clients and their tokens."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import khuevan.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_guards")]
    operations = [
        migrations.CreateModel(
            name='ApiClient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=khuevan.kernel.ids.new_uid, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('name', models.CharField(max_length=120, verbose_name='tên phần mềm')),
                ('contact', models.CharField(max_length=200, verbose_name='đầu mối')),
                ('secret_digest', models.CharField(max_length=64)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='thu hồi')),
            ],
            options={
                'verbose_name': 'phần mềm gọi API',
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=khuevan.kernel.ids.new_uid, editable=False, unique=True)),
                ('label', models.CharField(max_length=100, verbose_name='dùng cho')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('hint', models.CharField(max_length=6)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(verbose_name='hết hạn')),
                ('last_used_at', models.DateTimeField(null=True, verbose_name='dùng lần cuối')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='thu hồi')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ClientToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('issued_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='apiclient',
            name='registered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='apitoken',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_tokens', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='clienttoken',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='accounts.apiclient'),
        ),
    ]
