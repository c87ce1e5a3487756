"""Note what was chosen in the applications that were submitted before choices could be searched."""

from typing import Any

from django.db import migrations

# As `applications.policies.search_words` does it from now on.
_NOTE = r"""
UPDATE applications_application a SET answer_words = said.words
FROM (
    SELECT f.id, left(btrim(regexp_replace(
        string_agg(answer.words, ' · ' ORDER BY q.position, q.id, answer.place),
        '(?<![0-9])[0-9]([\s.\-]?[0-9]){15}(?![0-9])', ' ', 'g')), 4000) AS words
    FROM applications_application f
    JOIN programs_question q ON q.edition_id = f.edition_id AND q.type IN ('text', 'choice')
    CROSS JOIN LATERAL (
        SELECT f.answers ->> q.code AS words, 0 AS place WHERE q.type = 'text'
        UNION ALL
        SELECT name.words, name.place
        FROM jsonb_array_elements(q.options) option
        CROSS JOIN LATERAL (VALUES
            (option ->> 'label_id', 1),
            (nullif(option ->> 'label_en', option ->> 'label_id'), 2)
        ) name(words, place)
        WHERE q.type = 'choice' AND option ->> 'value' = f.answers ->> q.code
    ) answer
    WHERE f.id > %s AND f.id <= %s AND f.submitted_at IS NOT NULL
      AND jsonb_typeof(f.answers -> q.code) = 'string' AND answer.words <> ''
    GROUP BY f.id
) said
WHERE said.id = a.id AND said.words <> a.answer_words
"""
_BATCH = 5_000


def _note_choices(apps: Any, schema_editor: Any) -> None:
    """Go through the table in batches, each with its own transaction: no row stays locked long."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM applications_application")
        (last,) = cursor.fetchone()
        for start in range(0, last, _BATCH):
            cursor.execute(_NOTE, [start, start + _BATCH])


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('applications', '0008_number_from_its_end'),
        ('programs', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(_note_choices, migrations.RunPython.noop, elidable=False),
    ]
