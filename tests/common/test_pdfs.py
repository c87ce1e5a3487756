import pytest

from common.errors import InvalidInput
from common.pdfs import check_pdf

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n30\n%%EOF\n"


@pytest.mark.parametrize("data", [PDF, PDF.replace(b"\n", b"\r\n"), PDF + b"\n" * 500])
def test_whole_pdf_is_accepted(data: bytes) -> None:
    check_pdf(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\n",
        PDF[:-10],
        b"<html>" + PDF,
        PDF.replace(b"%PDF-1.7", b"%PDF-x"),
        PDF + b"x" * 3000,
    ],
)
def test_broken_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_pdf(data)
    assert refusal.value.code == "pdf_broken"
    assert "unggah lagi" in refusal.value.message
