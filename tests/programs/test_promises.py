"""No text of a scheme promises what no code keeps."""

import re

import pytest
from django.test import Client

from programs.enums import State
from programs.messages.grounds import ground_text, office_ground_text
from programs.models import Edition, Rule
from programs.policies.eligibility import RuleRow, violation
from programs.selectors.labels import general_state_label, state_label
from programs.services.scheme_files import read_schemes
from tests.architecture.source import none_of

# Addresses of pages and keys of collections, as rows note them for officials.
_NOTES = re.compile(
    r"pasal\.id|ddtc|poskota|scribd|kupasonline|docobook|umamz|disway|koreksi \d+|docslib"
)
# Calls by other parties, letters and places that nobody issues here, numbers that nobody records,
# and referrals to a bank, which do not run yet.
_PROMISES = re.compile(
    r"menghubungi Anda|akan dihubungi|surat (?:rekomendasi )?ini|tempat Anda|sudah mencatat nomor"
    r"|kepada daftar tunggu|contacts? you|with this letter|Accept your place"
    r"|has recorded the number|meneruskan (?:pengajuan )?ke bank|refers? (?:you )?to a bank",
    re.IGNORECASE,
)


@pytest.mark.parametrize("code", sorted(read_schemes()))
def test_what_follows_a_decision_is_true(code: str) -> None:
    content = read_schemes()[code]
    texts = [content["scheme"]["summary_id"], content["scheme"]["summary_en"]]
    for edition in content["edition"]:
        for row in edition["outcome_word"]:
            texts += [str(value) for value in row.values()]
    none_of([text for text in texts if _PROMISES.search(text)])


@pytest.mark.parametrize("code", sorted(read_schemes()))
def test_every_scheme_says_what_others_charge(code: str) -> None:
    scheme = read_schemes()[code]["scheme"]
    assert scheme["other_fees_id"]
    assert scheme["other_fees_en"]


def test_a_referral_is_never_called_approved() -> None:
    for content in read_schemes().values():
        if content["scheme"]["outcome"] != "referral":
            continue
        words = [row["word_id"] for e in content["edition"] for row in e["outcome_word"]]
        assert "Disetujui" not in words


def test_the_office_decides_to_pass_a_loan_on_and_grants_none() -> None:
    for code, content in read_schemes().items():
        if not code.startswith("kur-"):
            continue
        for edition in content["edition"]:
            deciding = [s for s in edition["stage"] if s.get("exit") == "decide"]
            assert [stage["name_id"] for stage in deciding] == ["Keputusan meneruskan"]


@pytest.mark.django_db
def test_no_list_filter_or_export_calls_a_referral_approved() -> None:
    general = [general_state_label(state) for state in State]
    assert not any("etujui" in word for word in general)
    for edition in Edition.objects.filter(scheme__outcome="referral"):
        assert "etujui" not in state_label(edition, State.APPROVED)
        # Also where an office has removed its own word.
        edition.outcome_words.all().delete()
        bare = Edition.objects.get(pk=edition.pk)
        assert "etujui" not in state_label(bare, State.APPROVED)


@pytest.mark.django_db
def test_owners_read_a_regulation_and_officials_where_a_figure_was_found(client: Client) -> None:
    """No page of the public names a web page or a number of a database as a source."""
    for code in read_schemes():
        page = client.get(f"/program/{code}/").content.decode()
        found = _NOTES.findall(page.split('<main id="isi"')[1].split("</main>")[0])
        assert found == [], code
    kept = Rule.objects.filter(source_url__contains="pasal.id").exclude(confidence="H").first()
    assert kept is not None
    row = RuleRow(kept.key, 1, "", kept.legal_basis, "", kept.is_verified, kept.source_url)
    note = violation(row, "outlets", limit=1)
    assert ground_text(note) == f"menurut {kept.legal_basis}, belum diverifikasi"
    assert office_ground_text(note) == f"menurut {kept.source_url}, belum diverifikasi"


def test_every_unverified_row_names_what_an_official_has_to_read() -> None:
    for code, content in read_schemes().items():
        for edition in content["edition"]:
            for table in ("rule", "requirement", "stage"):
                for row in edition[table]:
                    assert row["legal_basis"].strip(), (code, edition["code"], row)
