"""Load schemes and editions from the data folder of each kind; may be repeated."""

import logging
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q

from common.dates import clock
from programs.enums import EditionStatus
from programs.kinds.registry import require_declared
from programs.models import Edition, Scheme
from programs.policies.edition_tables import EDITION_TABLES
from programs.selectors.editions import is_in_use, row_models
from programs.services.scheme_files import read_schemes

logger = logging.getLogger(__name__)
_CHANGEABLE_IN_USE = ("reason_text",)


def load_schemes() -> None:
    """Bring schemes and editions up to date with the files.

    Left unchanged: an edition in use, except its ready reasons, which affect no verdict; one that
    an official wrote or that overlaps such a one; a row that an official verified; and the days of
    the editions of a scheme where one of those that would move is in use, or an official wrote one.
    """
    for content in read_schemes().values():
        _load_scheme(content)


@transaction.atomic
def _load_scheme(content: dict[str, Any]) -> None:
    values = content["scheme"]
    require_declared(values["kind"], values["outcome"], values.get("document_kind", ""))
    scheme, created = Scheme.objects.get_or_create(code=values["code"], defaults=values)
    if not created:
        Scheme.objects.filter(pk=scheme.pk).update(**values)
    _settle_days(scheme, content["edition"])
    for entry in content["edition"]:
        _load_edition(scheme, dict(entry))


def _settle_days(scheme: Scheme, entries: list[dict[str, Any]]) -> None:
    """Move the days of stored editions to those of the files, all of them or none.

    None where one that would move is in use or an official wrote an edition: its days are kept, and
    so are the days of its neighbours. They shrink before they grow, since published editions never
    overlap.
    """
    stored = {each.code: each for each in Edition.objects.filter(scheme=scheme)}
    moved = [
        (stored[entry["code"]], entry["valid_from"], entry.get("valid_to"))
        for entry in entries
        if entry["code"] in stored
        and (stored[entry["code"]].valid_from, stored[entry["code"]].valid_to)
        != (entry["valid_from"], entry.get("valid_to"))
    ]
    stays = any(is_in_use(edition) or edition.made_by_id for edition, _from, _to in moved)
    if not moved or stays or _has_office_editions(scheme):
        return
    for edition, first, last in moved:
        both = (
            max(edition.valid_from, first),
            min(edition.valid_to or date.max, last or date.max),
        )
        if both[0] <= both[1]:
            _set_days(edition, both[0], None if both[1] == date.max else both[1])
    for edition, first, last in moved:
        _set_days(edition, first, last)


def _set_days(edition: Edition, first: date, last: date | None) -> None:
    Edition.objects.filter(pk=edition.pk).update(valid_from=first, valid_to=last)


def _load_edition(scheme: Scheme, entry: dict[str, Any]) -> None:
    rows = {table: entry.pop(table) for table in EDITION_TABLES}
    code = entry.pop("code")
    edition = Edition.objects.filter(scheme=scheme, code=code).first()
    if edition is None:
        if _is_taken(scheme, entry):
            logger.warning("edition %s of %s left out: the days are taken", code, scheme.code)
            return
        edition = Edition.objects.create(
            scheme=scheme,
            code=code,
            status=EditionStatus.PUBLISHED,
            published_at=clock.now(),
            **entry,
        )
    elif edition.made_by_id is not None:
        return
    elif is_in_use(edition):
        rows = {name: rows[name] for name in _CHANGEABLE_IN_USE}
    else:
        # Its days are set for the whole scheme at once.
        days = ("valid_from", "valid_to")
        others = {name: value for name, value in entry.items() if name not in days}
        Edition.objects.filter(pk=edition.pk).update(**others)
    models_of = row_models()
    for name in rows:
        _load_rows(models_of[name], edition, rows[name], EDITION_TABLES[name].identity)


def _is_taken(scheme: Scheme, entry: dict[str, Any]) -> bool:
    """Tell whether another published edition of the scheme covers some of the days."""
    days = Q(valid_to=None) | Q(valid_to__gte=entry["valid_from"])
    if entry.get("valid_to") is not None:
        days &= Q(valid_from__lte=entry["valid_to"])
    return _published(scheme).filter(days).exists()


def _has_office_editions(scheme: Scheme) -> bool:
    return _published(scheme).filter(made_by__isnull=False).exists()


def _published(scheme: Scheme) -> models.QuerySet[Edition]:
    return Edition.objects.filter(scheme=scheme, status=EditionStatus.PUBLISHED)


def _load_rows(
    model: type[models.Model], edition: Edition, rows: list[dict[str, Any]], key: tuple[str, ...]
) -> None:
    """Write the rows that differ; one query where none does, since every start runs this."""
    manager = model._default_manager
    stored = {
        tuple(getattr(row, name) for name in key): row for row in manager.filter(edition=edition)
    }
    values = _values_of_rows(model, rows, key)
    deleted = [row.pk for identity, row in stored.items() if identity not in values]
    if deleted:
        manager.filter(pk__in=deleted).delete()
    changed = [
        row
        for identity, row in stored.items()
        if identity in values and _update(row, values[identity])
    ]
    if changed:
        # Positions are unique and rows may swap them, so they are moved out of the way first.
        if hasattr(model, "position"):
            manager.filter(pk__in=[row.pk for row in changed]).update(position=F("position") + 1000)
        manager.bulk_update(changed, list(_defaults(model, key)))
    manager.bulk_create(
        model(edition=edition, **dict(zip(key, identity, strict=True)), **columns)
        for identity, columns in values.items()
        if identity not in stored
    )


def _values_of_rows(
    model: type[models.Model], rows: list[dict[str, Any]], key: tuple[str, ...]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return all columns of each row by its identity; columns omitted in the files get defaults."""
    defaults = _defaults(model, key)
    return {
        tuple(row.get(name) for name in key): {
            **defaults,
            **({"position": position} if "position" in defaults else {}),
            **{name: value for name, value in row.items() if name not in key},
        }
        for position, row in enumerate(rows)
    }


def _update(row: models.Model, values: dict[str, Any]) -> bool:
    """Set the columns of `row` to the values of the files; return False when nothing differs.

    For a row that a person verified only the position is updated.
    """
    verified = getattr(row, "verified_at", None) is not None
    if verified:
        values = {"position": values["position"]}
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    return True


def _defaults(model: type[models.Model], key: tuple[str, ...]) -> dict[str, Any]:
    """Return the defaults of the columns that files may set, so that an omitted value is reset."""
    others = {"id", "edition", "edition_id", "verified_by", "verified_at", *key}
    return {
        field.attname: field.get_default()
        for field in model._meta.concrete_fields
        if not others & {field.name, field.attname}
    }
