"""Labels of actions for officials: on a button, and in the timeline once performed."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import role_label
from applications.models import Application
from applications.permissions import review_stages
from applications.selectors.status import HistoryRow
from common.text.formats import in_sentence
from programs.enums import Transition
from programs.messages.labels import profile_fact_label
from programs.selectors.answer_names import answer_name
from programs.selectors.labels import opinion_label, state_label

_BUTTONS: Mapping[str, str | Promise] = {
    Transition.START_REVIEW: gettext_lazy("Mulai periksa"),
    Transition.RECOMMEND: gettext_lazy("Kirim rekomendasi"),
    Transition.REQUEST_REVISION: gettext_lazy("Minta perbaikan"),
    Transition.COMPLETE: gettext_lazy("Tandai selesai"),
    Transition.SUBMIT: gettext_lazy("Kirim"),
    Transition.WITHDRAW: gettext_lazy("Tarik"),
}
_DONE: Mapping[str, str | Promise] = {
    Transition.SUBMIT: gettext_lazy("Dikirim"),
    Transition.WITHDRAW: gettext_lazy("Ditarik"),
    Transition.START_REVIEW: gettext_lazy("Mulai diperiksa"),
    Transition.RECOMMEND: gettext_lazy("Rekomendasi diberikan"),
    Transition.REQUEST_REVISION: gettext_lazy("Diminta perbaikan"),
    Transition.COMPLETE: gettext_lazy("Diselesaikan"),
    Transition.REOPEN: gettext_lazy("Dibuka kembali karena keberatan"),
    Transition.LAPSE: gettext_lazy("Ditutup karena tidak dijawab"),
}


def action_label(application: Application, name: str) -> str:
    """Return the button label of transition `name`: its target, not the transition's name."""
    if name == Transition.PASS_STAGE:
        return _("Loloskan ke %(stage)s") % {"stage": in_sentence(_next_stage(application))}
    if name in (Transition.APPROVE, Transition.REJECT):
        state = "approved" if name == Transition.APPROVE else "rejected"
        return _("Putuskan: %(outcome)s") % {
            "outcome": in_sentence(state_label(application.edition, state))
        }
    return str(_BUTTONS[name])


def event_label(application: Application, event: HistoryRow) -> str:
    """Return the timeline label of a performed transition."""
    if event.transition == Transition.PASS_STAGE and event.to_stage:
        return _("Lolos, lanjut ke %(stage)s") % {"stage": in_sentence(event.to_stage.name)}
    if event.transition == Transition.RECOMMEND and event.opinion:
        return _("Rekomendasi: %(opinion)s") % {
            "opinion": in_sentence(opinion_label(event.opinion))
        }
    if event.transition == Transition.SUBMIT and event.from_state == "revision_requested":
        return _("Perbaikan dikirim")
    if event.is_silence:
        return _("Dianggap dikabulkan")
    if event.transition in (Transition.APPROVE, Transition.REJECT):
        return state_label(application.edition, event.to_state)
    return str(_DONE[event.transition])


def event_actor(event: HistoryRow) -> str:
    """Return who performed a transition, by name and role."""
    role = role_label(event.actor_role)
    return f"{event.actor_name} · {role}" if event.actor_name else role


def event_mark(event: HistoryRow) -> str:
    """Return what is unusual about a performed transition; empty for most."""
    if event.open_stages:
        return _("ditutup sebelum langkah di luar dinas tercatat selesai")
    return _("berlawanan dengan rekomendasi") if event.is_against else ""


def fact_label(application: Application, name: str) -> str:
    """Return the label of a missing fact: that of its answer or of its profile field."""
    for question in application.edition.questions.all():
        if question.code == name:
            return answer_name(application.scheme.kind, question)
    return profile_fact_label(name)


def _next_stage(application: Application) -> str:
    now = application.stage
    later = [s for s in review_stages(application) if now and s.position > now.position]
    return later[0].name if later else _("tahap berikut")
