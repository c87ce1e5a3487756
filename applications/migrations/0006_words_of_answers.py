"""Note the words of the applications that were submitted before they could be searched."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0005_answer_words'),
        ('programs', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""
                UPDATE applications_application a SET answer_words = said.words
                FROM (
                    SELECT f.id, left(regexp_replace(
                        string_agg(f.answers ->> q.code, ' · ' ORDER BY q.position),
                        '(?<![0-9])[0-9]([\s.\-]?[0-9]){15}(?![0-9])', ' ', 'g'), 4000) AS words
                    FROM applications_application f
                    JOIN programs_question q ON q.edition_id = f.edition_id AND q.type = 'text'
                    WHERE f.submitted_at IS NOT NULL
                      AND jsonb_typeof(f.answers -> q.code) = 'string'
                    GROUP BY f.id
                ) said
                WHERE said.id = a.id AND said.words <> ''
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
