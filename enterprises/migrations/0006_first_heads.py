"""Whoever acts for an enterprise so far is recorded as its chair, director or owner."""

from django.db import migrations

# The owner who came first, since the day of the membership in Jakarta. Nobody recorded it.
_FIRST_HEADS = """
INSERT INTO enterprises_post (enterprise_id, user_id, position, since, recorded_at)
SELECT DISTINCT ON (m.enterprise_id)
    m.enterprise_id,
    m.user_id,
    CASE
        WHEN e.legal_form IN ('koperasi', 'kelompok') THEN 'chair'
        WHEN e.legal_form = 'perorangan' THEN 'owner'
        ELSE 'director'
    END,
    (m.since AT TIME ZONE 'Asia/Jakarta')::date,
    now()
FROM enterprises_member m
JOIN enterprises_enterprise e ON e.id = m.enterprise_id
WHERE m.role = 'owner' AND m.until IS NULL
  AND NOT EXISTS (SELECT 1 FROM enterprises_post p WHERE p.enterprise_id = m.enterprise_id)
ORDER BY m.enterprise_id, m.id
"""


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0005_without_a_nib_and_positions")]
    operations = [migrations.RunSQL(_FIRST_HEADS, migrations.RunSQL.noop)]
