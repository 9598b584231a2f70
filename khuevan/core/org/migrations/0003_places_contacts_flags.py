"""Where a unit stands, how to reach it, what is counted apart; versions carry their own search and sort keys."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('org', '0002_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='orgunit',
            name='commune_code',
            field=models.CharField(blank=True, max_length=5, verbose_name='mã xã, phường nơi đặt trụ sở'),
        ),
        migrations.AddField(
            model_name='orgunit',
            name='email',
            field=models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử'),
        ),
        migrations.AddField(
            model_name='orgunit',
            name='flags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('model', 'Điển hình về chuyển đổi số'), ('technology_project', 'Thuộc dự án CNTT, trường học thông minh'), ('vocational', 'Có giáo dục nghề nghiệp')], max_length=20), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='orgunit',
            name='phone',
            field=models.CharField(blank=True, max_length=16, verbose_name='điện thoại'),
        ),
        migrations.AddField(
            model_name='unitversion',
            name='commune_code',
            field=models.CharField(blank=True, default='', max_length=5),
        ),
        migrations.AddField(
            model_name='unitversion',
            name='flags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None),
        ),
        migrations.AddField(
            model_name='unitversion',
            name='search_key',
            field=models.CharField(default='', max_length=300),
        ),
        migrations.AddField(
            model_name='unitversion',
            name='short_name',
            field=models.CharField(blank=True, default='', max_length=80),
        ),
        migrations.AddField(
            model_name='unitversion',
            name='sort_key',
            field=models.CharField(db_collation='C', default='', max_length=400),
        ),
        migrations.AlterField(
            model_name='orgunit',
            name='latitude',
            field=models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='vĩ độ'),
        ),
        migrations.AlterField(
            model_name='orgunit',
            name='longitude',
            field=models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='kinh độ'),
        ),
        migrations.AlterField(
            model_name='unitcode',
            name='system',
            field=models.CharField(choices=[('own', 'Mã trong hệ thống'), ('moet', 'Mã trường (CSDL ngành)'), ('document_exchange', 'Mã định danh liên thông văn bản'), ('administrative', 'Mã đơn vị hành chính')], max_length=20, verbose_name='hệ thống'),
        ),
        migrations.AddIndex(
            model_name='orgunit',
            index=models.Index(fields=['commune_code'], name='org_unit_commune'),
        ),
        migrations.AddIndex(
            model_name='unitversion',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='org_version_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='unitcode',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('unit', '='), ('system', '='), ('period', '&&')], name='org_code_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='unitcode',
            constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False)), name='org_code_lasts'),
        ),
        migrations.AddConstraint(
            model_name='unitversion',
            constraint=models.CheckConstraint(condition=models.Q(('period__isempty', False)), name='org_version_lasts'),
        ),
    ]
