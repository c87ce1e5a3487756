"""QR codes of addresses that are printed on paper."""

from io import BytesIO

import segno


def qr_svg(address: str) -> str:
    """Return the QR code of the address as SVG; its correction survives a poor print."""
    out = BytesIO()
    segno.make_qr(address, error="q").save(out, kind="svg", border=2, svgns=True, xmldecl=False)
    return out.getvalue().decode()
