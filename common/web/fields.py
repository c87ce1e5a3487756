"""Form fields for human input: amounts with dots, plain numbers, yes or no, dates."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.dates.parsing import NotADate, parse_date
from common.files.media_types import ACCEPTED_TYPES
from common.identity.hs_codes import hs_text
from common.money.counts import without_unit
from common.money.rupiah import NotAnAmount, parse_rupiah
from common.text.formats import number
from common.text.typed import plain_marks, says_nothing, visible_line
from common.text.typed_messages import amount_message, date_message

_MAX_TYPED = 40
_LONG_LIST = 6
# The value of the box for none of several options.
NONE = "-"


class WholeField(forms.CharField):
    """A whole number; its bounds are set by the question that it answers."""

    prefix = ""
    suffix = ""
    # The unit that may be typed behind the number, where none is shown.
    unit = ""
    is_short = True
    # Accounting writes a dash for no amount; for other numbers it has no meaning.
    dash_is_zero = False

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(max_length=_MAX_TYPED, widget=forms.TextInput(attrs=attrs), **options)
        if not self.prefix:
            self.widget.attrs["class"] = "short"

    def to_python(self, value: Any) -> Any:
        text = visible_line(str(super().to_python(value) or ""))
        if says_nothing(text) and not (self.dash_is_zero and "-" in plain_marks(text)):
            return None
        try:
            return parse_rupiah(without_unit(text, str(self.suffix or self.unit)))
        except NotAnAmount as bad:
            message = amount_message(bad.code, is_money=bool(self.prefix))
            raise ValidationError(message, code=bad.code) from bad

    def run_validators(self, value: Any) -> None:
        """Skip the validators of the text: its length was checked by reading it."""


class HsCodeField(forms.CharField):
    """An HS code, typed with or without its dots; the question that it answers judges it."""

    prefix = ""
    suffix = ""
    is_short = True

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "short"}
        super().__init__(max_length=_MAX_TYPED, widget=forms.TextInput(attrs=attrs), **options)

    def prepare_value(self, value: Any) -> Any:
        return hs_text(value) if isinstance(value, str) else value


class MoneyField(WholeField):
    """Rupiah as an int; reads `40000000`, `40.000.000` and `Rp 40.000.000,00`."""

    prefix = "Rp"
    is_short = False
    dash_is_zero = True

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["data-money"] = ""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return number(value)
        if isinstance(value, str) and value.isascii() and value.isdigit():
            return number(int(value[:_MAX_TYPED]))
        return value


class YesNoField(forms.TypedChoiceField):
    """Yes or no, neither preselected."""

    default_error_messages: ClassVar[dict[str, Any]] = {"required": _("Pilih ya atau tidak.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[("ya", _("Ya")), ("tidak", _("Tidak"))],
            coerce=lambda value: value == "ya",
            empty_value=None,
            widget=forms.RadioSelect,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "ya", False: "tidak"}[value] if isinstance(value, bool) else value


class PickField(forms.ChoiceField):
    """One of a few named options, as radio buttons; more than six as a select."""

    default_error_messages: ClassVar[dict[str, Any]] = {"required": _("Pilih salah satu.")}

    def __init__(self, *, options: Sequence[tuple[str, Any]], **more: Any) -> None:
        if len(options) > _LONG_LIST:
            super().__init__(choices=[("", _("Pilih satu")), *options], **more)
        else:
            super().__init__(choices=options, widget=forms.RadioSelect, **more)

    def clean(self, value: Any) -> Any:
        return super().clean(value) or None


class FileIfNeeded(forms.FileField):
    """A file that some answers of the same form need: its help says which, not that it may stay."""

    depends = True

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": ACCEPTED_TYPES}),
            **options,
        )


class PickIfNeeded(PickField):
    """A choice that some answers of the same form need; its help says which."""

    depends = True


class SeveralWidget(forms.CheckboxSelectMultiple):
    """Checkboxes of which the last, for none of them, excludes the others."""

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **options)
        if value == NONE:
            option["attrs"]["data-none"] = ""
        return option


class SeveralField(forms.MultipleChoiceField):
    """Some of a few named options, or an explicit none of them: nothing ticked is no answer.

    Returns a list, empty for none of them, or None where nothing is ticked.
    """

    def __init__(self, *, options: Sequence[tuple[str, Any]], none: Any, **more: Any) -> None:
        super().__init__(choices=[*options, (NONE, none)], widget=SeveralWidget, **more)
        self._none = none

    def clean(self, value: Any) -> Any:
        picked = super().clean(value)
        if NONE in picked and len(picked) > 1:
            text = _("Pilih jenisnya, atau hanya “%(none)s”.")
            raise ValidationError(text % {"none": self._none}, code="none_and_more")
        return None if not picked else [each for each in picked if each != NONE]

    def prepare_value(self, value: Any) -> Any:
        return [NONE] if value == [] else value


class DayField(forms.Field):
    """A day, with the browser's date picker where it has one; also reads 23/11/2026."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, **options)

    def to_python(self, value: Any) -> date | None:
        text = visible_line(str(value or ""))
        if says_nothing(text):
            return None
        try:
            return parse_date(text)
        except NotADate as bad:
            raise ValidationError(date_message(bad.code), code=bad.code) from bad
