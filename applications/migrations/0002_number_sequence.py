from django.db import migrations


class Migration(migrations.Migration):
    """Running numbers of applications: unique under concurrency, never reused."""

    dependencies = [("applications", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE applications_number",
            "DROP SEQUENCE applications_number",
        ),
    ]
