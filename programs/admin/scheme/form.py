"""The form of a new scheme, which starts from the edition of a similar one."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from common.dates import clock
from programs.models import Edition, Scheme
from programs.selectors.catalogue import editions_in_force

_PREFIX = RegexValidator(r"^[A-Z]{2,8}$", _("Tulis 2 sampai 8 huruf besar, misalnya KURM."))


class PatternField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of editions, each labelled with its scheme."""

    def label_from_instance(self, obj: Edition) -> str:
        return f"{obj.scheme.name} {obj.code}"


class SchemeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new scheme of the pattern's kind; its draft starts as a copy of the pattern's rows."""

    pattern = PatternField(
        queryset=Edition.objects.none(),
        label=_("Mulai dari salinan"),
        empty_label=_("pilih"),
        help_text=_("Ketentuan, pertanyaan, dokumen, tahap, dan surat disalin, lalu Anda ubah."),
    )

    class Meta:
        model = Scheme
        fields = (
            "name_id",
            "name_en",
            "code",
            "summary_id",
            "summary_en",
            "product_id",
            "product_en",
            "fee_id",
            "fee_en",
            "number_prefix",
            "agency_field",
            "partner_id",
            "partner_en",
            "uses_sikp",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "pattern" in self.fields:
            pattern: Any = self.fields["pattern"]
            pattern.queryset = editions_in_force(clock.today())
        if "number_prefix" in self.fields:
            self.fields["number_prefix"].validators.append(_PREFIX)
