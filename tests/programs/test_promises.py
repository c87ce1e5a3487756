"""No text of a scheme promises what no code keeps."""

import re

import pytest

from programs.enums import State
from programs.models import Edition
from programs.selectors.labels import general_state_label, state_label
from programs.services.scheme_files import read_schemes
from tests.architecture.source import none_of

# Calls by somebody, letters and places that nobody issues here, numbers that nobody records, and
# referrals to a bank, which do not run yet.
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
