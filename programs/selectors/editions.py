"""Editions as officials work on them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.enums import REVIEW_ROLES
from accounts.models import User
from common.errors import NotFound, NotPermitted
from programs.enums import EditionStatus
from programs.kinds.registry import spec_of
from programs.models import Application, Edition, Scheme
from programs.permissions import may_govern
from programs.policies.editioncheck import EditionShape, Fault, faults_of

# What an application takes from the enterprise, beside the day of judgement.
PROFILE_FACTS = frozenset(
    {
        "annual_sales",
        "borrower",
        "business_started_on",
        "has_nib_or_sku",
        "has_npwp",
        "on",
        "regency",
        "sector",
        "sector_group",
    }
)


def edition_for(user: User, edition_id: int) -> Edition:
    """An edition as a lead works on it; raises NotPermitted for anybody else, and NotFound."""
    if not may_govern(user):
        raise NotPermitted(
            "not_lead", _("Hanya administrator dinas yang menyusun dan menerbitkan ketentuan.")
        )
    found = Edition.objects.select_related("scheme").filter(pk=edition_id).first()
    if found is None:
        raise NotFound("unknown_edition", _("Versi ketentuan tidak ditemukan."))
    return found


def drafts_of(scheme: Scheme) -> list[Edition]:
    """Editions of the scheme that are being written, newest first."""
    drafts = Edition.objects.filter(scheme=scheme, status=EditionStatus.DRAFT)
    return list(drafts.order_by("-pk"))


def is_in_use(edition: Edition) -> bool:
    """Whether somebody applied under it: then it is frozen, and can only be succeeded."""
    return Application.objects.filter(edition=edition, submitted_at__isnull=False).exists()


def faults(edition: Edition) -> list[Fault]:
    """The model check over a stored edition."""
    tables = {name: _columns(getattr(edition, name).all()) for name in _TABLES}
    return faults_of(
        shape_of(
            edition.scheme,
            legal_basis=edition.legal_basis,
            partner_follows=edition.partner_follows,
            tables=tables,
        )
    )


def shape_of(
    scheme: Scheme,
    *,
    legal_basis: str,
    partner_follows: bool,
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
) -> EditionShape:
    """What the model check looks at; `tables` are rows by the name of their relation."""
    spec = spec_of(scheme.kind)
    return EditionShape(
        outcome=scheme.outcome,
        uniqueness_key=scheme.uniqueness_key,
        legal_basis=legal_basis,
        partner_follows=partner_follows,
        rule_keys=spec.rule_keys,
        facts=spec.facts | PROFILE_FACTS,
        roles=frozenset(str(role) for role in REVIEW_ROLES),
        **tables,
    )


_TABLES = (
    "rules",
    "questions",
    "requirements",
    "stages",
    "letters",
    "outcome_words",
    "reason_texts",
)


def _columns(rows: Any) -> list[dict[str, Any]]:
    return [_row(row) for row in rows]


def _row(row: Model) -> dict[str, Any]:
    names = [f.attname for f in row._meta.concrete_fields]
    kept = [name for name in names if name not in ("edition_id", "regency_id", "verified_by_id")]
    return {name: getattr(row, name) for name in kept}
