"""A reorganisation keeps its last preview, and what every unit it touched was before, so that it can be undone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('org', '0003_places_contacts_flags'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='UnitTrace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='reorganisation',
            name='applied_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reorganisation',
            name='preview',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='reorganisation',
            name='previewed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='reorganisation',
            name='reversed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='reorganisation',
            name='state',
            field=models.CharField(choices=[('draft', 'Đang soạn'), ('applied', 'Đã áp dụng'), ('reversed', 'Đã hoàn tác')], default='draft', max_length=10, verbose_name='trạng thái'),
        ),
        migrations.AlterField(
            model_name='reorganisationstep',
            name='kind',
            field=models.CharField(choices=[('create', 'Thành lập'), ('merge', 'Sáp nhập, hợp nhất'), ('split', 'Chia, tách'), ('move', 'Chuyển cấp quản lý'), ('rename', 'Đổi tên'), ('recode', 'Chuyển mã xã, phường'), ('abolish', 'Giải thể')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='reorganisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('applied_at', None), ('reversed_at', None), ('state', 'draft')), models.Q(('applied_at__isnull', False), ('reversed_at', None), ('state', 'applied')), models.Q(('applied_at__isnull', False), ('reversed_at__isnull', False), ('state', 'reversed')), _connector='OR'), name='org_reorganisation_moments'),
        ),
        migrations.AddField(
            model_name='unittrace',
            name='reorganisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='traces', to='org.reorganisation'),
        ),
        migrations.AddField(
            model_name='unittrace',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.orgunit'),
        ),
        migrations.AddConstraint(
            model_name='unittrace',
            constraint=models.UniqueConstraint(fields=('reorganisation', 'unit'), name='org_trace_once'),
        ),
    ]
