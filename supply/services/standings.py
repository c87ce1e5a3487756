"""An office grants the standing of an exporter of record and ends it: always two people."""

from datetime import date, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.dates.reminders import reminder_due
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from common.identity.reasons import refuse_nik
from common.jobs.one_by_one import count_done
from common.jobs.workers import wake_worker_on_commit
from common.text.typed import visible_line
from common.text.typed_reasons import is_reason
from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from notifications.services.outbox import enqueue_all
from supply.messages import standings as messages
from supply.models import ExporterStanding, StandingReminder
from supply.permissions import require_grant, require_propose
from supply.policies.order_states import ENDED
from supply.policies.standing import REMINDED, is_rat_recent
from supply.selectors.exporters import live_standings
from supply.services.orders.former_exporters import END_TASK

_LEAST: Final = 10
_MOST: Final = 500
_LONGEST_NUMBER: Final = 40


@transaction.atomic
def propose(
    actor: User,
    enterprise: Enterprise,
    *,
    customs_number: str,
    customs_on: date,
    expires_on: date,
    reason: str,
    last_rat_on: date | None = None,
) -> ExporterStanding:
    """Propose that an enterprise is exporter of record until `expires_on`, its last day.

    Raises NotPermitted; InvalidInput `no_nib`, `no_npwp`, `rat_needed`, `customs_later`,
    `expires_past`, `reason_says_nothing`; Conflict `proposed_already`.
    """
    locked = Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    require_propose(actor, locked)
    number = visible_line(customs_number)
    _check(locked, number, customs_on, expires_on, last_rat_on)
    try:
        with transaction.atomic():
            return ExporterStanding.objects.create(
                enterprise=locked,
                customs_number=number,
                customs_on=customs_on,
                last_rat_on=last_rat_on,
                reason=_reason(reason),
                expires_on=expires_on,
                proposed_by=actor,
                proposed_at=clock.now(),
            )
    except IntegrityError as error:
        if "standing_proposed_once" not in str(error):
            raise
        raise Conflict(
            "proposed_already", _("Usaha ini sudah diusulkan dan menunggu penetapan.")
        ) from error


def _check(
    enterprise: Enterprise, number: str, customs_on: date, expires_on: date, rat: date | None
) -> None:
    today = clock.today()
    if not enterprise.nib:
        raise InvalidInput("no_nib", _("Usaha ini belum mempunyai NIB."))
    if not enterprise.npwp:
        raise InvalidInput("no_npwp", _("Usaha ini belum mengisi NPWP."))
    if not number or len(number) > _LONGEST_NUMBER:
        text = _("Isi nomor akses kepabeanan, paling banyak %(most)s huruf.")
        raise InvalidInput(
            "customs_number", text, field="customs_number", params={"most": _LONGEST_NUMBER}
        )
    refuse_nik(number, "customs_number")
    if customs_on > today:
        text = _("Tanggal akses kepabeanan tidak mungkin sesudah hari ini.")
        raise InvalidInput("customs_later", text, field="customs_on")
    if expires_on <= today:
        text = _("Tanggal berakhir harus sesudah hari ini.")
        raise InvalidInput("expires_past", text, field="expires_on")
    if enterprise.legal_form == LegalForm.COOPERATIVE and (
        rat is None or not is_rat_recent(rat, today)
    ):
        text = _("Koperasi menyebut tanggal RAT terakhir, paling lama 18 bulan yang lalu.")
        raise InvalidInput("rat_needed", text, field="last_rat_on")


@transaction.atomic
def grant(actor: User, standing_id: int) -> ExporterStanding:
    """Grant what another proposed; a standing that still holds ends with it.

    Raises NotFound, NotPermitted, Conflict `not_proposed`, InvalidInput `expires_past`.
    """
    standing = _locked(standing_id)
    require_grant(actor, standing.enterprise)
    if standing.granted_at is not None or standing.ended_at is not None:
        raise Conflict("not_proposed", _("Usulan ini sudah diputuskan."))
    _require_another(actor, standing.proposed_by_id)
    _check(
        standing.enterprise,
        standing.customs_number,
        standing.customs_on,
        standing.expires_on,
        standing.last_rat_on,
    )
    now = clock.now()
    for former in ExporterStanding.objects.select_for_update().filter(
        enterprise=standing.enterprise, granted_at__isnull=False, ended_at__isnull=True
    ):
        former.end_proposed_by, former.end_proposed_at = standing.proposed_by, now
        former.end_reason = _("Diganti penetapan yang baru.")
        former.ended_by, former.ended_at = actor, now
        former.save()
    standing.granted_by, standing.granted_at = actor, now
    standing.save(update_fields=["granted_by", "granted_at"])
    enqueue_all(messages.granted(standing))
    return standing


@transaction.atomic
def reject_proposal(actor: User, standing_id: int, *, reason: str) -> ExporterStanding:
    """Turn a proposal down, with a reason; the proposer may take it back in the same way.

    Raises NotFound, NotPermitted, Conflict `not_proposed`, InvalidInput `reason_says_nothing`.
    """
    standing = _locked(standing_id)
    require_grant(actor, standing.enterprise)
    if standing.granted_at is not None or standing.ended_at is not None:
        raise Conflict("not_proposed", _("Usulan ini sudah diputuskan."))
    now = clock.now()
    standing.end_proposed_by, standing.end_proposed_at = actor, now
    standing.end_reason = _reason(reason)
    standing.ended_by, standing.ended_at = actor, now
    standing.save()
    return standing


@transaction.atomic
def propose_end(actor: User, standing_id: int, *, reason: str) -> ExporterStanding:
    """Propose that a standing ends; it holds until another person ends it.

    Raises NotFound, NotPermitted, Conflict `not_live` or `end_proposed`, InvalidInput.
    """
    standing = _locked(standing_id)
    require_propose(actor, standing.enterprise)
    _require_live(standing)
    if standing.end_proposed_at is not None:
        raise Conflict("end_proposed", _("Pengakhirannya sudah diusulkan."))
    standing.end_proposed_by, standing.end_proposed_at = actor, clock.now()
    standing.end_reason = _reason(reason)
    standing.save(update_fields=["end_proposed_by", "end_proposed_at", "end_reason"])
    return standing


@transaction.atomic
def end(actor: User, standing_id: int) -> ExporterStanding:
    """End a standing whose end another proposed; a worker then cancels its open orders.

    Raises NotFound, NotPermitted, Conflict.
    """
    standing = _locked(standing_id)
    require_grant(actor, standing.enterprise)
    _require_live(standing)
    if standing.end_proposed_by_id is None:
        raise Conflict("end_not_proposed", _("Pengakhirannya belum diusulkan."))
    _require_another(actor, standing.end_proposed_by_id)
    standing.ended_by, standing.ended_at = actor, clock.now()
    standing.save(update_fields=["ended_by", "ended_at"])
    enqueue_all(messages.ended(standing))
    wake_worker_on_commit(END_TASK)
    return standing


@transaction.atomic
def keep(actor: User, standing_id: int) -> ExporterStanding:
    """Turn down a proposed end: the standing continues. Raises NotFound, NotPermitted, Conflict."""
    standing = _locked(standing_id)
    require_grant(actor, standing.enterprise)
    _require_live(standing)
    standing.end_proposed_by = standing.end_proposed_at = None
    standing.end_reason = ""
    standing.save(update_fields=["end_proposed_by", "end_proposed_at", "end_reason"])
    return standing


def remind_of_ends() -> int:
    """Remind exporters 30 and 7 days before their standing ends, once each; return how many."""
    last = clock.today() + timedelta(days=max(REMINDED))
    keys = live_standings().filter(expires_on__lte=last).order_by("pk").values_list("pk", flat=True)
    return count_done(_remind, list(keys), what="Reminding of the end of a standing")


@transaction.atomic
def _remind(key: int) -> bool:
    standing = live_standings().select_related("enterprise").filter(pk=key).first()
    days = reminder_due(standing.expires_on, clock.today(), REMINDED) if standing else None
    if standing is None or days is None:
        return False
    _row, is_new = StandingReminder.objects.get_or_create(
        standing=standing, days=days, defaults={"at": clock.now()}
    )
    if is_new:
        open_orders = standing.enterprise.export_orders.exclude(state__in=ENDED).count()
        enqueue_all(messages.ends_soon(standing, open_orders=open_orders))
    return is_new


def _locked(standing_id: int) -> ExporterStanding:
    rows = ExporterStanding.objects.select_for_update(of=("self",)).select_related(
        "enterprise", "proposed_by"
    )
    found = rows.filter(pk=standing_id).first()
    if found is None:
        raise NotFound("not_found", _("Eksportir tidak ditemukan."))
    return found


def _require_live(standing: ExporterStanding) -> None:
    if standing.granted_at is None or standing.ended_at is not None:
        raise Conflict("not_live", _("Penetapan ini tidak berlaku lagi."))


def _require_another(actor: User, first: int | None) -> None:
    if actor.pk == first:
        raise NotPermitted("two_people", _("Yang mengusulkan dan yang memutuskan dua orang."))


def _reason(text: str) -> str:
    reason = visible_line(text)
    if not is_reason(reason, least=_LEAST, most=_MOST, words=2):
        said = _("Tulis alasannya dengan kata-kata: %(least)s sampai %(most)s huruf.")
        raise InvalidInput(
            "reason_says_nothing", said, field="reason", params={"least": _LEAST, "most": _MOST}
        )
    refuse_nik(reason)
    return reason
