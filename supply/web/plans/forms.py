"""The form with which an exporter tries a plan."""

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.text.formats import number
from supply.allocation.reading import MOST_OFFERS
from supply.selectors.plans.lock_choices import LockChoices
from supply.services.plans.runs import MOST_FLOORS, Choices
from supply.web.orders.fields import CountField, text_field

LOCKS: Final = ("locked_in", "locked_out")


class PlanForm(forms.Form):
    """What one plan tries; what is left empty is no limit."""

    max_members = CountField(label=_("Paling banyak anggota"), least=1, most=10_000, required=False)
    max_share_percent = CountField(
        label=_("Bagian terbesar satu anggota"), least=1, most=100, suffix="%", required=False
    )
    min_grade = CountField(label=_("Nilai paling rendah"), least=1, most=5, required=False)
    locked_in = forms.TypedMultipleChoiceField(
        label=_("Pasti ikut"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    locked_out = forms.TypedMultipleChoiceField(
        label=_("Pasti tidak ikut"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Any,
        members: LockChoices,
        groups: list[tuple[str, str]],
        *,
        typed: QueryDict | None = None,
    ) -> None:
        """Offer these members and groups; `typed` is shown again where `data` is None."""
        super().__init__(data, initial=_typed_again(typed))
        for name in LOCKS:
            self.fields[name].choices = members.members  # type: ignore[attr-defined]
        for place in range(1, min(MOST_FLOORS, len(groups)) + 1):
            self.fields[f"floor_{place}"] = forms.ChoiceField(
                label=_("Kelompok %(place)s yang harus ikut") % {"place": place},
                required=False,
                choices=[("", _("tidak ada")), *groups],
            )
            self.fields[f"least_{place}"] = CountField(
                label=_("Paling sedikit dari kelompok %(place)s") % {"place": place},
                least=1,
                most=MOST_OFFERS,
                suffix=_("anggota"),
                required=False,
            )
        if members.is_cut or (typed and typed.get("member_name")):
            self.fields["member_name"] = _member_name(members)
        last = ["member_name", *LOCKS]
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def clean(self) -> dict[str, Any]:
        """Refuse an incomplete floor, and a group that is named twice."""
        cleaned: dict[str, Any] = super().clean() or {}
        seen: set[str] = set()
        for place in range(1, MOST_FLOORS + 1):
            group, least = cleaned.get(f"floor_{place}"), cleaned.get(f"least_{place}")
            if f"least_{place}" in self.fields and bool(group) != (least is not None):
                self.add_error(f"least_{place}", _("Isi kelompok dan jumlahnya, atau kosongkan."))
            if group and group in seen:
                self.add_error(f"floor_{place}", _("Kelompok ini sudah dipilih."))
            seen.add(group or "")
        return cleaned

    @property
    def choices(self) -> Choices:
        """What was typed; only of a valid form."""
        typed = self.cleaned_data
        floors = {
            typed[f"floor_{place}"]: typed[f"least_{place}"]
            for place in range(1, MOST_FLOORS + 1)
            if typed.get(f"floor_{place}")
        }
        return Choices(
            max_members=typed["max_members"],
            max_share_percent=typed["max_share_percent"],
            min_grade=typed["min_grade"],
            floors=floors,
            locked_in=typed["locked_in"],
            locked_out=typed["locked_out"],
        )


def _typed_again(typed: QueryDict | None) -> dict[str, Any]:
    """Return what was typed before a search among the members."""
    if not typed:
        return {}
    return {name: typed.getlist(name) if name in LOCKS else typed[name] for name in typed}


def _member_name(members: LockChoices) -> forms.CharField:
    help_text = _(
        "Di bawah ini %(shown)s dari %(total)s anggota yang menawarkan. Tulis sebagian nama lalu "
        "tekan “Cari anggota” untuk melihat yang lain; yang sudah Anda pilih tetap."
    ) % {"shown": number(len(members.members)), "total": number(members.total)}
    return text_field(_("Cari nama anggota"), 100, required=False, help_text=help_text)
