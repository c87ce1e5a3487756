"""Labels of states: the edition's own, or the portal's general ones."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.text.application_noun import with_request_word
from programs.enums import State, Turn
from programs.kinds.registry import kind_of, passes_on
from programs.models import Edition, OutcomeWord, Scheme
from programs.models.wording import OPINION_CHOICES

_STATES: Mapping[str, str | Promise] = {
    State.DRAFT: _("Draf"),
    State.SUBMITTED: _("Terkirim"),
    State.IN_REVIEW: _("Sedang diperiksa"),
    State.REVISION_REQUESTED: _("Perlu perbaikan"),
    State.APPROVED: _("Disetujui"),
    State.REJECTED: _("Ditolak"),
    State.WITHDRAWN: _("Ditarik"),
    State.COMPLETED: _("Selesai"),
}
_OVER_SCHEMES: Mapping[str, str | Promise] = {
    State.APPROVED: _("Keputusan: berhasil"),
    State.REJECTED: _("Keputusan: belum berhasil"),
}
_NEXT_STEPS: Mapping[str, str | Promise] = {
    State.DRAFT: _("Lengkapi jawaban dan dokumen, lalu kirim."),
    State.SUBMITTED: _("Dinas akan mulai memeriksa. Anda tidak perlu melakukan apa pun."),
    State.IN_REVIEW: _("Dinas sedang memeriksa. Anda akan diberi tahu bila ada yang kurang."),
    State.REVISION_REQUESTED: _("Perbaiki yang diminta, lalu kirim kembali."),
    State.APPROVED: _("Dinas sudah memutuskan. Baca langkah berikutnya pada pemberitahuan."),
    State.REJECTED: _("Baca alasannya, perbaiki, lalu ajukan lagi. Anda juga dapat keberatan."),
    State.WITHDRAWN: _("Pengajuan ini sudah ditarik. Anda dapat mengajukan lagi kapan saja."),
    State.COMPLETED: _("Tidak ada lagi yang perlu dilakukan."),
}
_TURNS: Mapping[str, str | Promise] = {
    Turn.APPLICANT: _("Giliran Anda"),
    Turn.OFFICE: _("Giliran dinas"),
    Turn.PARTNER: _("Giliran pihak luar"),
    Turn.NOBODY: _("Selesai"),
}
_OPINIONS: Mapping[str, str | Promise] = dict(OPINION_CHOICES)
_APPLICANT_TURN: str | Promise = _("Giliran pelaku usaha")


def general_state_label(state: str) -> str:
    """Return the portal's own label of a state, for lists and filters over many schemes.

    It covers referrals, which the bank grants and not the office.
    """
    return str(_OVER_SCHEMES.get(state, _STATES[state]))


def state_label(edition: Edition, state: str) -> str:
    """Return the edition's label of `state` in the active language; KUR never uses *disetujui*."""
    own = _own(edition, state)
    if own:
        return own.word
    # The party that the office passes a file on to decides; here it is never called approved.
    over = _OVER_SCHEMES.get(state)
    if over is not None and passes_on(edition.scheme.kind, edition.scheme.outcome):
        return str(over)
    return str(_STATES[state])


def next_step_of(edition: Edition, state: str, kind: str) -> str:
    """Return the next step, in one or two sentences to the applicant; `kind` is the scheme's."""
    own = _own(edition, state)
    usual = with_request_word(str(_NEXT_STEPS[state]), kind_of(kind).request_word)
    return (own.next_step if own else "") or usual


def turn_label(turn: str, scheme: Scheme, *, to_applicant: bool = True) -> str:
    """Return the label of whose turn it is, addressed to the applicant or to an official."""
    if turn == Turn.PARTNER and scheme.partner:
        return gettext("Giliran %(partner)s") % {"partner": scheme.partner}
    if turn == Turn.APPLICANT and not to_applicant:
        return str(_APPLICANT_TURN)
    return str(_TURNS[turn])


def opinion_label(opinion: str) -> str:
    """Return the label of the direction of a recommendation."""
    return str(_OPINIONS[opinion])


def _own(edition: Edition, state: str) -> OutcomeWord | None:
    return next((word for word in edition.outcome_words.all() if word.state == state), None)
