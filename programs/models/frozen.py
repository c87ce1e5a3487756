"""Triggers that freeze an edition once someone has applied under it, even for raw SQL.

A published edition is not deleted either.
"""

import pgtrigger

from programs.enums import EditionStatus

# Columns that verifying a row writes; a value may be filled in only where there was none.
_VERIFIED = (
    "verified_by_id",
    "verified_at",
    "source_url",
    "legal_basis",
    "article",
    "confidence",
)


def frozen_in_use() -> pgtrigger.Trigger:
    """Return the trigger that refuses to add, change or delete rows of an edition in use.

    Verifying a row and filling in an empty figure remain possible. Whether an edition is in use is
    read from the edition alone (`first_used_at`).
    """
    return pgtrigger.Trigger(
        name="frozen_in_use",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("touched", "bigint[]"), ("before", "jsonb"), ("after", "jsonb")],
        func=_ROW_SQL,
    )


def only_succeeded_in_use() -> pgtrigger.Trigger:
    """Return the trigger that lets only the last day of an edition in use change."""
    return pgtrigger.Trigger(
        name="edition_only_succeeded",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=_EDITION_SQL,
    )


def only_drafts_go() -> pgtrigger.Trigger:
    """Return the trigger that allows deleting only a draft that nobody applied under."""
    return pgtrigger.Trigger(
        name="only_drafts_go",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        condition=pgtrigger.Q(old__status=EditionStatus.PUBLISHED)
        | pgtrigger.Q(old__first_used_at__isnull=False),
        func=_DELETION_SQL,
    )


_REFUSE = """
    RAISE EXCEPTION 'an edition in use can only be succeeded'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_frozen_in_use';
"""
_EDITION_SQL = f"""
IF OLD.first_used_at IS NOT NULL
        AND to_jsonb(OLD) - 'valid_to' IS DISTINCT FROM to_jsonb(NEW) - 'valid_to' THEN
{_REFUSE}
END IF;
RETURN NEW;
"""
_DELETION_SQL = """
    RAISE EXCEPTION 'a published edition stays'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_published_stays';
"""
# The lock waits for a concurrent first submission, which marks the edition in its own transaction.
_ROW_SQL = f"""
IF TG_OP = 'DELETE' THEN
    touched := ARRAY[OLD.edition_id];
ELSIF TG_OP = 'INSERT' THEN
    touched := ARRAY[NEW.edition_id];
ELSE
    touched := ARRAY[OLD.edition_id, NEW.edition_id];
    before := to_jsonb(OLD) - ARRAY{list(_VERIFIED)!r};
    after := to_jsonb(NEW) - ARRAY{list(_VERIFIED)!r};
    IF before -> 'value' = 'null'::jsonb THEN
        before := before - 'value';
        after := after - 'value';
    END IF;
    IF before = after THEN
        RETURN NEW;
    END IF;
END IF;
PERFORM 1 FROM programs_edition e WHERE e.id = ANY(touched) FOR SHARE;
IF EXISTS (
    SELECT 1 FROM programs_edition e
    WHERE e.id = ANY(touched) AND e.first_used_at IS NOT NULL
) THEN
{_REFUSE}
END IF;
IF TG_OP = 'DELETE' THEN
    RETURN OLD;
END IF;
RETURN NEW;
"""  # noqa: S608 - constants of this module
