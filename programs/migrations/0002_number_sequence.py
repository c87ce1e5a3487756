from django.db import migrations


class Migration(migrations.Migration):
    """Running numbers of applications: unique under concurrency, never reused."""

    dependencies = [("programs", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE programs_application_number",
            "DROP SEQUENCE programs_application_number",
        ),
    ]
