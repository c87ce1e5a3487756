"""Delete the sessions of the former table: nobody can continue them, everybody signs in once."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_sessions_of_people"),
        ("sessions", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL("DELETE FROM django_session", migrations.RunSQL.noop, elidable=True)
    ]
