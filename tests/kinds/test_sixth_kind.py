"""A sixth kind of programme, made of the files that CONTRIBUTING names, opens everywhere.

It lies in a temporary folder and is walked in a process and a database of its own.
"""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.architecture.source import ROOT
from tests.architecture.test_kinds import FILES

SETTINGS = """\
from umkm_portal.settings import kinds

kinds.PROGRAM_KINDS.append("hibah")

from umkm_portal.settings.test import *
"""
KIND = '''\
"""Grants: money that is not paid back, after a recommendation and a decision."""

from pathlib import Path

from common.texts import gettext_noop as _
from hibah.policies import CHECKS
from programs.kinds.declaration import KindDeclaration, OutcomeType, Sentence, Style

KIND = KindDeclaration(
    code="hibah",
    title=_("Hibah"),
    name=_("hibah"),
    checks=CHECKS,
    outcomes=(OutcomeType("grant", needs_two_people=True),),
    data=Path(__file__).parent / "data",
    shown=frozenset({"report_months"}),
    sentences={
        "grant_too_large": Sentence(
            _("Hibah paling banyak %(limit)s. Anda meminta %(given)s."), Style.RUPIAH
        ),
    },
)
'''
POLICIES = '''\
"""Rules of grants."""

from collections.abc import Sequence

from programs.policies.eligibility import RuleCheck
from programs.policies.enterprise import NUMBER, at_most

CHECKS: Sequence[RuleCheck] = (NUMBER, at_most("grant_max", "grant_amount", "grant_too_large"))
'''
SCHEME = """\
[scheme]
code = "hibah-alat"
kind = "hibah"
name_id = "Hibah alat produksi"
name_en = "Grant for production tools"
summary_id = "Alat produksi untuk usaha mikro."
summary_en = "Production tools for micro enterprises."
number_prefix = "HIBA"
agency_field = "cooperatives_sme"
uniqueness_key = "enterprise"
edition_basis = "submission"
outcome = "grant"

[[edition]]
code = "2026"
uses = ["reasons"]
valid_from = 2026-01-01
legal_basis = "Standar pelayanan dinas"
partner_follows = false

[[edition.rule]]
key = "nib_or_sku_required"
value = true
label_id = "NIB"
label_en = "NIB"
confidence = "M"

[[edition.rule]]
key = "grant_max"
value = 25_000_000
unit = "rupiah"
label_id = "Hibah paling banyak"
label_en = "Largest grant"
confidence = "L"

[[edition.rule]]
key = "report_months"
value = 6
unit = "bulan"
label_id = "Laporan pemakaian setelah"
label_en = "Report on the use after"
confidence = "L"

[[edition.question]]
code = "grant_amount"
group = "grant"
group_title_id = "Hibah"
group_title_en = "Grant"
type = "money"
label_id = "Berapa yang diminta?"
label_en = "How much do you ask for?"
minimum = 1

[[edition.question]]
code = "tool"
group = "tool"
group_title_id = "Alat"
group_title_en = "Tool"
type = "text"
label_id = "Alat apa?"
label_en = "Which tool?"

[[edition.requirement]]
code = "ktp"
confidence = "M"

[[edition.requirement]]
code = "quotation"
document_kind = "quotation"
label_id = "Penawaran harga"
label_en = "Quotation"
help_id = "Dari satu penjual."
help_en = "From one seller."
confidence = "L"

[[edition.stage]]
code = "completeness"
role = "verifier"
working_days = 2
exit = "pass_stage"
confidence = "L"

[[edition.stage]]
code = "recommendation"
role = "analyst"
working_days = 2
exit = "recommend"
confidence = "L"

[[edition.stage]]
code = "decision"
role = "decider"
working_days = 1
exit = "decide"
second_person = true
confidence = "L"

[[edition.letter]]
code = "award"
state = "approved"
title_id = "Penetapan penerima {scheme}"
title_en = "Award of {scheme}"
body_id = "Nomor {number}. {enterprise} menerima {tool}."
body_en = "Number {number}. {enterprise} receives {tool}."

[[edition.outcome_word]]
state = "approved"
word_id = "Ditetapkan"
word_en = "Awarded"
next_step_id = "Tunggu serah terima."
next_step_en = "Wait for the hand-over."

[[edition.outcome_word]]
state = "rejected"
word_id = "Belum ditetapkan"
word_en = "Not awarded"
next_step_id = "Baca alasannya."
next_step_en = "Read the reason."

[[edition.outcome_word]]
state = "completed"
word_id = "Selesai"
word_en = "Completed"
next_step_id = "Laporan pemakaian sudah diterima."
next_step_en = "The report on the use has arrived."

[[edition.reason_text]]
transition = "recommend"
code = "useful"
text_id = "Alat menaikkan hasil usaha."
text_en = "The tool raises the output of the enterprise."

[[edition.reason_text]]
transition = "approve"
code = "recommended"
text_id = "Sesuai rekomendasi."
text_en = "As recommended."

[[edition.reason_text]]
transition = "reject"
code = "not_useful"
text_id = "Alat tidak berkaitan dengan usaha."
text_en = "The tool has nothing to do with the enterprise."
"""
CONTENT = {
    "hibah/__init__.py": "",
    "hibah/kind.py": KIND,
    "hibah/policies.py": POLICIES,
    "hibah/README.md": "# hibah\n",
    "hibah/data/hibah-alat.toml": SCHEME,
}


@pytest.mark.slow
def test_a_sixth_kind_opens_every_page(tmp_path: Path) -> None:
    for name, text in {**CONTENT, "sixth_settings.py": SETTINGS}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "DJANGO_ALLOW"))
    }
    env |= {
        "PYTHONPATH": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "sixth_settings",
        "PYTEST_DB_SUFFIX": f"_hibah_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}",
    }
    walk = ROOT / "tests" / "kinds" / "test_every_page.py"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            str(walk),
            "-q",
            "-k",
            "hibah or accident",
            "-p",
            "no:xdist",
        ],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "6 passed" in done.stdout, done.stdout[-500:]


def test_it_has_the_files_that_every_kind_has() -> None:
    code = {name for name in CONTENT if "/data/" not in name}
    assert code == {pattern.format(app="hibah") for pattern in FILES}
