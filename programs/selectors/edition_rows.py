"""The rows of an edition, one table at a time, for their editor."""

from typing import Any

from django.db.models import Model, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import NotFound
from programs.models import Edition, Requirement, Rule, Scheme
from programs.policies.edition_tables import EDITION_TABLES
from programs.policies.row_version import row_version
from programs.selectors.editions import edition_for, row_models, sourced_tables

# Columns that change without the content of a row: its key, and its place in the list.
_NOT_CONTENT = frozenset({"id", "position"})


def with_rows(edition: Edition) -> Edition:
    """Read all rows of the edition once; a query per table, and two for regions and people."""
    relations = [table.relation for table in EDITION_TABLES.values()]
    people = [f"{EDITION_TABLES[name].relation}__verified_by" for name in sourced_tables()]
    prefetch_related_objects([edition], *relations, "rules__regency", *people)
    return edition


def rows_of(edition: Edition, table: str) -> QuerySet[Any]:
    """Return the rows of one table of the edition in their order."""
    model = row_models()[table]
    rows = model._default_manager.filter(edition=edition)
    names = {field.name for field in model._meta.concrete_fields}
    related = [name for name in ("regency", "verified_by") if name in names]
    found: QuerySet[Any] = rows.select_related(*related) if related else rows.all()
    return found


def row_for(user: User, edition_id: int, table: str, row_id: int) -> Any:
    """Return one row of an edition for a lead to work on.

    Raises NotFound also for a row of another edition or table, NotPermitted for anyone but a lead.
    """
    edition = edition_for(user, edition_id)
    row = rows_of(edition, table).filter(pk=row_id).first()
    if row is None:
        raise NotFound("unknown_row", _("Baris ini tidak ada lagi."))
    row.edition = edition
    return row


def version_of(row: Model) -> str:
    """Return the version of the content of a row, or of an edition."""
    return row_version(
        {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.name not in _NOT_CONTENT
        }
    )


def version_of_all(edition: Edition) -> str:
    """Return the version of an edition (`with_rows`) and everything in it."""
    return row_version(
        {
            "": version_of(edition),
            **{
                name: [version_of(row) for row in getattr(edition, table.relation).all()]
                for name, table in EDITION_TABLES.items()
            },
        }
    )


def known_rows(edition: Edition, table: str) -> dict[str, Any]:
    """Return rows that the edition may take over, by the code that it lacks.

    For every code that schemes of its kind have had, that is the row of the newest edition.
    """
    model, code = row_models()[table], EDITION_TABLES[table].identity[0]
    taken = rows_of(edition, table).values_list(code, flat=True)
    rows = (
        model._default_manager.filter(edition__scheme__kind=edition.scheme.kind)
        .exclude(**{f"{code}__in": list(taken)})
        .order_by(code, "-edition__valid_from", "-pk")
        .distinct(code)
    )
    return {getattr(row, code): row for row in rows}


def values_of_key(edition: Edition, key: str) -> frozenset[str]:
    """Return every code that a list under this key has contained in schemes of the kind."""
    values = Rule.objects.filter(edition__scheme__kind=edition.scheme.kind, key=key)
    lists = values.values_list("value", flat=True).distinct()
    return frozenset(code for each in lists if isinstance(each, list) for code in each)


def document_kinds() -> list[tuple[str, str]]:
    """Return the kinds of documents that any edition asks for, with their newest name.

    And those that schemes produce, by the name of the first: they need no upload.
    """
    rows = Requirement.objects.order_by("document_kind", "-edition__valid_from", "-pk")
    named = {row.document_kind: row.label for row in rows.distinct("document_kind")}
    for scheme in Scheme.objects.exclude(document_kind="").order_by("code"):
        named.setdefault(scheme.document_kind, scheme.name)
    return sorted(named.items(), key=lambda each: each[1].casefold())
