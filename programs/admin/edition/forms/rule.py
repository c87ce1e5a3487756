"""The form of a figure: its value in its unit, its region, its source."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.admin.edition.forms.figures import codes_of_list, value_field
from programs.kinds.registry import kind_of, list_keys
from programs.messages.conditions import EditionNames
from programs.messages.figures import figure_text, unit_choices
from programs.models import Edition, Rule
from programs.policies.edition_changes import Item
from programs.policies.rule_values import is_readable
from programs.selectors.edition_rows import values_of_key
from programs.selectors.editions import name_of_row
from programs.shared.editor.row_form import SourcedRowForm
from programs.shared.editor.section import Start, known_starts, new_row, source_items


class RuleForm(SourcedRowForm):
    """A figure; its key was chosen before and never changes."""

    code_column = "key"
    layout = (
        (
            gettext_lazy("Angka"),
            ("value", "unit", "regency"),
        ),
        *SourcedRowForm.source_layout,
        (gettext_lazy("Nama dan letak"), (("label_id", "label_en"), "place")),
    )

    class Meta:
        model = Rule
        fields = (
            "unit",
            "regency",
            "label_id",
            "label_en",
            "legal_basis",
            "article",
            "confidence",
            "source_url",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule: Rule = self.instance
        region: Any = self.fields["regency"]
        region.empty_label = _("seluruh provinsi")
        if self.is_new and any(each.key == rule.key for each in self._siblings()):
            region.empty_label, region.required = _("pilih kabupaten/kota"), True
        is_list = rule.key in list_keys()
        unit = self._choose_unit(is_list)
        codes = codes_of_list(self._codes(rule)) if is_list else None
        self.fields["value"] = value_field(unit, codes)
        if is_readable(unit, rule.value, is_list=is_list):
            self.initial["value"] = rule.value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "value" not in self.errors:
            self.instance.value = cleaned.get("value")
        return cleaned

    def _choose_unit(self, is_list: bool) -> str:
        """Offer the units of the kind, and return the one that the value is written in."""
        if is_list:
            del self.fields["unit"]
            return ""
        choices = unit_choices(kind_of(self.edition.scheme.kind))
        stored = self.instance.unit
        if stored not in dict(choices):
            choices.append((stored, stored))
        self.fields["unit"] = forms.ChoiceField(
            label=_("Satuan"),
            choices=choices,
            required=False,
            widget=forms.Select(attrs={"data-refresh": ""}),
            help_text=_("Sesudah satuan diganti, tekan “Perbarui isian”."),
        )
        sent = self.data.get(self.add_prefix("unit")) if self.is_bound else None
        return str(sent) if sent in dict(choices) else stored

    def _codes(self, rule: Rule) -> set[str]:
        stored = rule.value if isinstance(rule.value, list) else []
        return {*stored, *values_of_key(self.edition, rule.key)}


def rule_starts(edition: Edition, table: str) -> list[Start]:
    """Return the keys that the kind reads and the edition lacks, then those to set per region."""
    known = {start.code: start for start in known_starts(edition, table)}
    keys = kind_of(edition.scheme.kind).rule_keys
    present = {rule.key: rule for rule in edition.rules.all()}
    missing = [known.get(key) or Start(key, _words(key)) for key in keys - {*present}]
    regional = [
        Start(key, name_of_row(rule), _("Lain untuk suatu kabupaten/kota"))
        for key, rule in present.items()
    ]
    return [*sorted(missing, key=lambda start: start.label.casefold()), *regional]


def blank_rule(edition: Edition, table: str, code: str) -> Rule | None:
    """Return an unsaved figure with that key; None for a key that the kind does not read."""
    if code not in kind_of(edition.scheme.kind).rule_keys:
        return None
    present = edition.rules.filter(key=code).order_by("regency_id").last()
    if present is not None:
        present.pk, present.regency = None, None
        present._state.adding = True
        present.verified_by = present.verified_at = None
        return present
    rule: Rule = new_row(edition, table, code)
    if not rule.key:
        rule.key = code
    return rule


def describe_rule(rule: Rule, _names: EditionNames) -> Sequence[Item]:
    """Describe a figure with its unit, region and source."""
    region = str(rule.regency) if rule.regency else _("seluruh provinsi")
    return [
        Item(_("Nilai"), figure_text(rule), in_list=True),
        Item(_("Wilayah"), region, in_list=True),
        Item(_("Uraian"), rule.label),
        *source_items(rule),
    ]


def _words(key: str) -> str:
    return key.replace("_", " ")
