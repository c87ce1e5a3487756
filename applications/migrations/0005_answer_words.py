import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0004_holdings_of_claims'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='answer_words',
            field=models.TextField(blank=True, default='', editable=False),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(condition=models.Q(('state__in', ['submitted', 'in_review'])), fields=['id'], include=('stage', 'edition', 'regency', 'claimed_by', 'recommended_by'), name='application_queue_age'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('answer_words'), name='gin_trgm_ops'), condition=models.Q(('answer_words', ''), _negated=True), name='application_words_trgm'),
        ),
    ]
