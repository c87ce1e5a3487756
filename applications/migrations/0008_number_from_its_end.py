import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0007_recommended_with_opinion'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='application',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Reverse(django.db.models.functions.text.Replace(django.db.models.functions.text.Left('number', models.Value(-2)), models.Value('-'))), name='text_pattern_ops'), name='application_number_end'),
        ),
    ]
