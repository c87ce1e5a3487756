"""Open a holding for every application that is claimed at the time of the change."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0003_holdings_and_remarks'),
    ]

    operations = [
        migrations.RunSQL(
            sql="""
                INSERT INTO applications_holding (application_id, holder_id, since, ended_as)
                SELECT id, claimed_by_id, updated_at, '' FROM applications_application
                WHERE claimed_by_id IS NOT NULL
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
