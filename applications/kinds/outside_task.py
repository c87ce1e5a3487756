"""What an owner does outside the portal in one stage, and what they report about it."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
_DONE: Final = _("Sudah selesai")


@dataclass(frozen=True)
class OutsideTask:
    """The words of one stage that waits for the owner outside the portal.

    `place` is the system or party, `link` its address (https; empty where it has none). `number`
    says what number comes out of it; without it none is asked for. `done` is the button. Where
    `may_decline`, the owner may report instead that they do not continue. `handed_over` are the
    codes of the questions whose answers the owner types there, beside the particulars of the
    enterprise; `bring_back` says what they return with, `clock` whose time limit applies there.
    """

    todo: Text
    place: Text = ""
    link: str = ""
    number: Text = ""
    needs_number: bool = False
    needs_photo: bool = False
    done: Text = _DONE
    may_decline: bool = False
    handed_over: tuple[str, ...] = ()
    bring_back: Text = ""
    clock: Text = ""


# For a stage whose kind says nothing more.
GENERAL: Final = OutsideTask(
    todo=_("Kerjakan tahap ini sendiri di luar portal, lalu kabari kami di sini.")
)
