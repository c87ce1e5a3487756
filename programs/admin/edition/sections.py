"""The sections of the editor, in the order in which a lead goes through them."""

from collections.abc import Mapping
from functools import cache

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.admin.edition.forms.question import QuestionForm, describe_question
from programs.admin.edition.forms.requirement import RequirementForm, describe_requirement
from programs.admin.edition.forms.rule import RuleForm, blank_rule, describe_rule, rule_starts
from programs.admin.edition.forms.stage import StageForm, describe_stage
from programs.admin.edition.forms.wording import (
    OutcomeWordForm,
    ReasonTextForm,
    describe_reason,
    describe_word,
)
from programs.services.edition_questions import save_question
from programs.shared.edition_panel import edition_panels
from programs.shared.editor.section import Section, no_starts

_RULES = Section(
    slug="angka",
    table="rule",
    title=_("Angka ketentuan"),
    note=_("Angka dan syarat yang dinilai atau diberitahukan, masing-masing dengan dasarnya."),
    add_label=_("Tambah ketentuan"),
    form=RuleForm,
    describe=describe_rule,
    may_be_new=False,
    starts=rule_starts,
    blank=blank_rule,
)
_QUESTIONS = Section(
    slug="pertanyaan",
    table="question",
    title=pgettext_lazy("bagian", "Pertanyaan"),
    note=_("Yang dijawab pemohon, halaman demi halaman."),
    add_label=_("Tambah pertanyaan"),
    form=QuestionForm,
    describe=describe_question,
    save=save_question,
)
_REQUIREMENTS = Section(
    slug="dokumen",
    table="requirement",
    title=_("Dokumen"),
    note=_("Yang diunggah pemohon, dan kapan diminta."),
    add_label=_("Tambah dokumen"),
    form=RequirementForm,
    describe=describe_requirement,
)
_STAGES = Section(
    slug="tahap",
    table="stage",
    title=pgettext_lazy("bagian", "Tahap"),
    note=_("Jalan sebuah berkas: siapa memeriksa, dalam berapa hari kerja, dan apa sesudahnya."),
    add_label=_("Tambah tahap"),
    form=StageForm,
    describe=describe_stage,
)
_WORDS = Section(
    slug="sebutan",
    table="outcome_word",
    title=_("Sebutan hasil"),
    note=_("Bagaimana skema ini menyebut hasilnya, dan apa langkah pemohon berikutnya."),
    add_label=_("Tambah sebutan"),
    form=OutcomeWordForm,
    describe=describe_word,
    starts=no_starts,
)
_REASONS = Section(
    slug="alasan",
    table="reason_text",
    title=_("Alasan siap pakai"),
    note=_("Kalimat yang dapat dipilih petugas, lalu disesuaikan."),
    add_label=_("Tambah alasan"),
    form=ReasonTextForm,
    describe=describe_reason,
    starts=no_starts,
)


@cache
def sections() -> tuple[Section, ...]:
    """Return every section, those of higher apps before the words."""
    panels = (panel.section for panel in edition_panels() if panel.section is not None)
    return (_RULES, _QUESTIONS, _REQUIREMENTS, _STAGES, *panels, _WORDS, _REASONS)


def section_named(slug: str) -> Section | None:
    """Return the section with this part of an address, or None."""
    return next((section for section in sections() if section.slug == slug), None)


def sections_by_table() -> Mapping[str, Section]:
    """Return the sections by the name of their table."""
    return {section.table: section for section in sections()}
