from django.db import migrations, models

import programs.enums


def _type() -> models.CharField:
    return models.CharField(
        choices=[(each, each) for each in programs.enums.QuestionType],
        max_length=10,
        verbose_name="jenis",
    )


class Migration(migrations.Migration):
    dependencies = [("programs", "0005_checks_of_spreadsheets")]

    operations = [
        migrations.AlterField(model_name="question", name="type", field=_type()),
        migrations.AlterField(model_name="questionevent", name="type", field=_type()),
    ]
