"""Editions for officials to edit, and the faults of a stored one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.enums import REVIEW_ROLES
from accounts.models import User
from common.errors import NotFound, NotPermitted
from programs.enums import Authority, EditionStatus
from programs.kinds.registry import kind_of, list_keys
from programs.models import Edition, Scheme
from programs.permissions import may_manage_rules
from programs.policies.edition_check import faults_of
from programs.policies.edition_shape import EditionShape, Fault, Former
from programs.policies.edition_tables import EDITION_TABLES
from programs.policies.facts import ENTERPRISE_SHAPES
from programs.selectors.answer_names import answer_name
from programs.selectors.edition_order import former_questions, predecessor_of
from reference.models.dated import Sourced

# Facts from the enterprise's profile, and the day of the verdict (`on`).
PROFILE_FACTS = frozenset({*ENTERPRISE_SHAPES, "on", "regency", "sector"})
_NAMES = ("label", "name", "title", "word", "text")


def row_models() -> dict[str, type[Any]]:
    """Return the model of each table of an edition, by its name in the scheme files."""
    return {
        name: cast("type[Any]", Edition._meta.get_field(table.relation).related_model)
        for name, table in EDITION_TABLES.items()
    }


def sourced_tables() -> dict[str, type[Any]]:
    """Return the models of an edition that the law determines, by their name in the files."""
    return {name: model for name, model in row_models().items() if issubclass(model, Sourced)}


def edition_for(user: User, edition_id: int) -> Edition:
    """Return an edition for a lead to work on; raises NotFound, NotPermitted for anyone else."""
    if not may_manage_rules(user):
        raise NotPermitted(
            "not_lead", _("Hanya administrator dinas yang menyusun dan menerbitkan ketentuan.")
        )
    edition = Edition.objects.select_related("scheme").filter(pk=edition_id).first()
    if edition is None:
        raise NotFound("unknown_edition", _("Versi ketentuan tidak ditemukan."))
    return edition


def drafts_of(scheme: Scheme) -> list[Edition]:
    """Return the drafts of the scheme, newest first."""
    drafts = Edition.objects.filter(scheme=scheme, status=EditionStatus.DRAFT)
    return list(drafts.order_by("-pk"))


def is_in_use(edition: Edition) -> bool:
    """Tell whether anyone has applied under it: it is then frozen and can only be succeeded."""
    return edition.first_used_at is not None


def faults(edition: Edition) -> list[Fault]:
    """Return the faults of a stored edition."""
    tables = {
        table.relation: _columns(getattr(edition, table.relation).all())
        for table in EDITION_TABLES.values()
    }
    shape = shape_of(
        edition.scheme,
        legal_basis=edition.legal_basis,
        partner_follows=edition.partner_follows,
        authority=edition.authority,
        deemed_approval=edition.deemed_approval,
        tables=tables,
    )
    former = predecessor_of(edition)
    return faults_of(
        replace(
            shape,
            valid_from=edition.valid_from,
            follows=_former(former) if former is not None else None,
        )
    )


def names_of_rows(edition: Edition, found: Iterable[Fault]) -> dict[tuple[str, int | None], str]:
    """Return the names of the rows with these faults, by table and key."""
    tables = {fault.table for fault in found if fault.row_id is not None}
    return {
        (table, row.pk): name_of_row(row)
        for table in tables
        for row in getattr(edition, EDITION_TABLES[table].relation).all()
    }


def names_of_facts(edition: Edition, found: Iterable[Fault]) -> dict[str, str]:
    """Return the kind's name of each answer that a fault misses, where any edition asks for it."""
    codes = {str(fault.params["fact"]) for fault in found if "fact" in fault.params}
    if not codes:
        return {}
    kind = edition.scheme.kind
    return {
        code: answer_name(kind, question)
        for code, question in former_questions(edition, codes).items()
    }


def name_of_row(row: Any) -> str:
    """Return the name of a row in the reader's language: its label, name, title or text."""
    return next(str(getattr(row, n)) for n in _NAMES if hasattr(row, n)) or str(row)


def shape_of(
    scheme: Scheme,
    *,
    legal_basis: str,
    partner_follows: bool,
    authority: str = str(Authority.REGENCY),
    deemed_approval: bool = False,
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
) -> EditionShape:
    """Return the edition as its validation reads it; `tables` maps relation names to rows."""
    kind = kind_of(scheme.kind)
    outcome = kind.outcome_type(scheme.outcome)
    return EditionShape(
        needs_two_people=outcome.needs_two_people,
        is_own_letter=outcome.is_own_letter,
        deemed_approval=deemed_approval,
        uniqueness_key=scheme.uniqueness_key,
        legal_basis=legal_basis,
        partner_follows=partner_follows,
        authority=authority,
        rule_keys=kind.rule_keys,
        list_keys=list_keys(),
        facts=kind.facts | PROFILE_FACTS,
        profile_facts=PROFILE_FACTS,
        roles=frozenset(str(role) for role in REVIEW_ROLES),
        needs={check.key: frozenset(check.facts) for check in kind.checks if not check.warns_only},
        handed_over=kind.handed_over_questions,
        compared_keys=kind.rule_keys - kind.informational_keys,
        **cast("Mapping[str, Any]", tables),
    )


def _former(edition: Edition) -> Former:
    asked = edition.questions.values_list("code", flat=True)
    return Former(edition.code, edition.valid_from, frozenset(asked))


def _columns(rows: Any) -> list[dict[str, Any]]:
    return [_row(row) for row in rows]


def _row(row: Model) -> dict[str, Any]:
    names = [f.attname for f in row._meta.concrete_fields]
    left_out = ("edition_id", "regency_id", "verified_by_id")
    return {name: getattr(row, name) for name in names if name not in left_out}
