"""An objection on the page of a refused file: until when, how, and its result."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import (
    OPEN_OBJECTIONS,
    Application,
    DecisionNotice,
    Objection,
    ObjectionStatus,
)
from applications.permissions import may_object
from applications.policies.objections import ObjectionTerms, ObjectionWindow
from applications.selectors.objections import (
    latest_objection,
    latest_rejection,
    terms_on,
    window_of,
)
from common.dates import clock
from common.dates.clock import local_date
from common.text.formats import date_long
from programs.kinds.registry import outcome_type_of
from programs.messages.request_words import request_words
from programs.models import Scheme
from reference.selectors.calendar import due_date
from reference.selectors.parameters import MissingParameterError


@dataclass(frozen=True)
class ObjectionBox:
    """What the applicant reads about objecting; `may_file` shows the button.

    `objection` is the one that was filed, `note` what it can lead to in this scheme.
    """

    title: str
    lines: tuple[str, ...]
    may_file: bool
    note: str
    objection: Objection | None = None


def objection_box(application: Application, viewer: User) -> ObjectionBox | None:
    """Return how to object to a refusal, or the result of the objection; None without either."""
    objection = latest_objection(application)
    rejection = latest_rejection(application)
    try:
        if objection is not None and (rejection is None or objection.rejection_id == rejection.pk):
            return _filed(application, objection)
        if rejection is None:
            return None
        window = window_of(rejection, local_date(rejection.at))
    except MissingParameterError:
        return None
    is_open = window.is_open(clock.today())
    permission = may_object(viewer, application)
    lines = [_deadline(window)]
    if is_open:
        lines.append(_later_appeal(window.terms))
    if is_open and not permission:
        lines.append(
            _("Pelaku usaha sendiri yang mengajukan keberatan; pendamping dapat membantu menulis.")
        )
    return ObjectionBox(
        _("Bila Anda tidak setuju"),
        tuple(lines),
        may_file=is_open and bool(permission),
        note=effect_of(application.scheme),
    )


def effect_of(scheme: Scheme) -> str:
    """Return what an objection of this scheme is about, and what it can lead to."""
    outcome = outcome_type_of(scheme.kind, scheme.outcome)
    if outcome.objection_effect:
        return _(outcome.objection_effect)
    if outcome.allots_places:
        return _(
            "Keberatan yang diterima membuka kembali penilaian; tempat tidak diberikan karenanya."
        )
    return _("Keberatan yang diterima membuka kembali berkas ini untuk diputuskan lagi.")


def _deadline(window: ObjectionWindow) -> str:
    terms = window.terms
    basis = terms.basis if terms.is_verified else _with_doubt(terms.basis)
    if window.until is None:
        return _(
            "Belum tercatat bahwa pemberitahuan keputusan ini sampai kepada Anda, jadi batas "
            "waktunya belum berjalan. Sesudah tercatat, Anda punya %(days)s hari kerja (%(basis)s)."
        ) % {"days": terms.file, "basis": basis}
    params = {
        "until": date_long(window.until),
        "days": terms.file,
        "answer": terms.answer,
        "basis": basis,
    }
    if not window.is_open(clock.today()):
        return _(
            "Batas waktu keberatan sudah lewat: %(until)s (%(days)s hari kerja, %(basis)s)."
        ) % (params)
    return (
        _(
            "Ajukan keberatan paling lambat %(until)s: %(days)s hari kerja sejak hari sesudah "
            "pemberitahuan tercatat sampai. Dinas menjawab dalam %(answer)s hari kerja (%(basis)s)."
        )
        % params
    )


def _later_appeal(terms: ObjectionTerms) -> str:
    """Say what remains after an answer that the applicant does not agree with either."""
    return _(
        "Bila jawabannya tetap tidak Anda setujui, Anda dapat mengajukan banding tertulis kepada "
        "atasan pejabat yang menjawab, dalam %(days)s hari kerja sejak jawaban itu (%(basis)s)."
    ) % {
        "days": terms.appeal,
        "basis": terms.appeal_basis if terms.is_verified else _with_doubt(terms.appeal_basis),
    }


def _with_doubt(basis: str) -> str:
    return _("menurut %(basis)s, belum diverifikasi") % {"basis": basis}


def _filed(application: Application, objection: Objection) -> ObjectionBox:
    terms = terms_on(objection.filed_on)
    return ObjectionBox(
        _("Keberatan Anda"),
        tuple(_standing(application, objection, terms)),
        may_file=False,
        note=effect_of(application.scheme) if objection.status in OPEN_OBJECTIONS else "",
        objection=objection,
    )


def _standing(application: Application, objection: Objection, terms: ObjectionTerms) -> list[str]:
    sent = _sent(objection)
    due = _("Dinas menjawab paling lambat %(day)s. Bila tidak, berkas dibuka kembali.") % {
        "day": date_long(objection.due_on)
    }
    match objection.status:
        case ObjectionStatus.FILED:
            at_work = _("Sekarang ditelaah petugas yang tidak pernah mengerjakan berkas ini.")
            return [sent, at_work, due]
        case ObjectionStatus.REVIEWED:
            return [sent, _("Telaahnya selesai; pejabat berwenang memberi jawaban."), due]
        case ObjectionStatus.REFUSED:
            return [sent, _("Keberatan tidak diterima."), _appeal(objection, terms)]
    if objection.reopened_at is None:
        waits = _(
            "Keberatan diterima. Berkas dibuka kembali setelah pengajuan Anda yang lain untuk "
            "skema ini selesai atau Anda tarik."
        )
        return [sent, request_words(waits, application.scheme.kind)]
    upheld = _("Keberatan diterima; berkas dibuka kembali %(day)s.") % {
        "day": date_long(local_date(objection.reopened_at))
    }
    return [sent, upheld]


def _appeal(objection: Objection, terms: ObjectionTerms) -> str:
    answered_on = local_date(objection.answered_at or objection.filed_at)
    return _(
        "Bila Anda tetap tidak setuju, ajukan banding tertulis kepada atasan pejabat yang menjawab "
        "keberatan ini, paling lambat %(until)s: %(days)s hari kerja sejak jawabannya (%(basis)s)."
    ) % {
        "until": date_long(due_date(answered_on, terms.appeal)),
        "days": terms.appeal,
        "basis": terms.appeal_basis if terms.is_verified else _with_doubt(terms.appeal_basis),
    }


def _sent(objection: Objection) -> str:
    if objection.received_on is None:
        return _("Diajukan %(day)s.") % {"day": date_long(objection.filed_on)}
    return _("Diterima dinas di atas kertas %(day)s; suratnya difoto dan disimpan di sini.") % {
        "day": date_long(objection.received_on)
    }


def delivery_line(notice: DecisionNotice | None) -> str:
    """Return when and how the notice of a refusal arrived, for officials."""
    if notice is None or notice.delivered_on is None:
        return _("Pemberitahuan penolakan belum tercatat tersampaikan.")
    return _("Pemberitahuan tersampaikan %(day)s: %(way)s.") % {
        "day": date_long(notice.delivered_on),
        "way": notice.get_way_display(),
    }
