"""Helpers of today: an owner's consent becomes a mandate, a helper's own word gets a term."""

from django.db import migrations

# An owner who let a helper in did so in the account, with a consent of their own.
_MANDATES = """
INSERT INTO enterprises_helperconsent (
    uid, enterprise_id, helper_id, way, state, text_id, language, enterprise_name, owner_name,
    helper_name, owner_id, asked_at, answered_at, answered_by_id, reason, end_reason
)
SELECT gen_random_uuid(), m.enterprise_id, m.user_id, 'account', 'given', c.text_id, c.language,
    e.name, left(coalesce(nullif(o.name, ''), o.email, '#' || o.id), 120),
    coalesce(nullif(h.name, ''), h.email, '#' || h.id), c.user_id, c.at, c.at, c.user_id, '', ''
FROM enterprises_member m
JOIN enterprises_enterprise e ON e.id = m.enterprise_id
JOIN accounts_consent c ON c.id = m.consent_id
JOIN accounts_user o ON o.id = c.user_id
JOIN accounts_user h ON h.id = m.user_id
WHERE m.role = 'helper' AND m.until IS NULL AND c.user_id <> m.user_id
"""
_BY_MANDATE = """
UPDATE enterprises_member m SET mandate_id = c.id
FROM enterprises_helperconsent c
WHERE c.enterprise_id = m.enterprise_id AND c.helper_id = m.user_id
  AND m.role = 'helper' AND m.until IS NULL
"""
# From now, not from the day they joined: nobody stops in the middle of a file.
_TERMS = """
UPDATE enterprises_member SET declared_until = (
    (now() AT TIME ZONE 'Asia/Jakarta')::date + 15
)::timestamp AT TIME ZONE 'Asia/Jakarta' - interval '1 second'
WHERE role = 'helper' AND until IS NULL AND mandate_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0008_helpers_by_consent")]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (_MANDATES, _BY_MANDATE, _TERMS)
    ]
