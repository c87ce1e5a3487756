"""Dropping what makes loading slow before COPY, and restoring it exactly as it was.

Everything happens in the caller's transaction: killed halfway, it leaves rows and definitions as
they were.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from django.db.models import Index, Model, UniqueConstraint

# Primary keys stay: foreign keys of other tables depend on them, and rows come in their order.
# Checks stay too: they cost little, and every row must pass them.
_CONSTRAINTS = """
SELECT c.contype = 'f',
       format('ALTER TABLE %%s DROP CONSTRAINT %%I', c.conrelid::regclass, c.conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', c.conrelid::regclass, c.conname,
              pg_get_constraintdef(c.oid))
FROM pg_constraint c
WHERE c.conrelid = ANY(%s::regclass[]) AND c.contype IN ('f', 'u', 'x')
  AND NOT EXISTS (SELECT 1 FROM pg_constraint r
                  WHERE r.contype = 'f' AND r.conindid = c.conindid AND r.oid <> c.oid
                    AND c.contype <> 'f')
ORDER BY c.contype = 'f' DESC, c.conrelid, c.conname
"""
_INDEXES = """
SELECT n.relname, format('DROP INDEX %%s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class n ON n.oid = i.indexrelid
WHERE i.indrelid = ANY(%s::regclass[])
  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
ORDER BY i.indrelid, i.indexrelid::regclass::text
"""
_TRIGGERS = """
SELECT format('ALTER TABLE %%s DISABLE TRIGGER %%I', t.tgrelid::regclass, t.tgname),
       format('ALTER TABLE %%s ENABLE TRIGGER %%I', t.tgrelid::regclass, t.tgname)
FROM pg_trigger t
WHERE t.tgrelid = ANY(%s::regclass[]) AND NOT t.tgisinternal AND t.tgenabled = 'O'
ORDER BY t.tgrelid, t.tgname
"""


@dataclass(frozen=True)
class _Part:
    remove: str
    restore: str


@contextmanager
def without_indexes_and_triggers(tables: Sequence[type[Model]]) -> Iterator[None]:
    """Remove foreign keys, unique constraints, indexes and triggers of the tables while inside.

    Locks the tables exclusively until the transaction ends. Raises RuntimeError outside one. On an
    exception nothing is restored: the rollback does that.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("removing indexes needs a transaction that can restore them")
    with connection.cursor() as cursor:
        # ALTER TABLE fails while checks wait for the commit.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
        cursor.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
        parts = _parts(tables)
        for part in parts:
            cursor.execute(part.remove)
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for part in reversed(parts):
            cursor.execute(part.restore)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _parts(tables: Sequence[type[Model]]) -> list[_Part]:
    """Return the parts in the order of removal: keys that depend on others first."""
    names = [model._meta.db_table for model in tables]
    declared = _declared(tables)
    with connection.cursor() as cursor:
        cursor.execute(_CONSTRAINTS, [names])
        constraints = [(bool(foreign), _Part(off, on)) for foreign, off, on in cursor.fetchall()]
        cursor.execute(_INDEXES, [names])
        indexes = [_Part(off, declared.get(name, on)) for name, off, on in cursor.fetchall()]
        cursor.execute(_TRIGGERS, [names])
        triggers = [_Part(off, on) for off, on in cursor.fetchall()]
    foreign_keys = [part for foreign, part in constraints if foreign]
    unique = [part for foreign, part in constraints if not foreign]
    return [*triggers, *foreign_keys, *unique, *indexes]


def _declared(tables: Sequence[type[Model]]) -> dict[str, str]:
    """Return the statements of the indexes that models declare, by name, as migrations ran them.

    PostgreSQL's own text of a partial index means the same, but an index made from it is described
    in other words.
    """
    editor = connection.schema_editor()
    return {
        each.name: str(each.create_sql(model, editor))
        for model in tables
        for each in (*model._meta.indexes, *model._meta.constraints)
        if isinstance(each, Index) or (isinstance(each, UniqueConstraint) and each.condition)
    }
