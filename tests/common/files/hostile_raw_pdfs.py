"""PDFs assembled by hand, with a false or endless structure."""

import zlib


def raw(objects: dict[int, bytes], trailer: bytes, *, start: int | None = None) -> bytes:
    """Assemble a PDF by hand, with a correct cross-reference table."""
    out, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in offsets.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    out += b"trailer\n<< /Root 1 0 R %s >>\n" % trailer.replace(b"@", b"%d" % table)
    out += b"startxref\n%d\n%%%%EOF\n" % (table if start is None else start)
    return bytes(out)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"


def tree(pages: bytes, page: bytes = PAGE, trailer: bytes = b"/Size 9") -> bytes:
    return raw({1: CATALOGUE, 2: pages, 3: page}, trailer)


def object_stream_bomb(size: int) -> bytes:
    packed = zlib.compress(b"3 0 " + bytes(size), 9)
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(packed)
    body = stream + b"\nstream\n" + packed + b"\nendstream"
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, each in ((1, CATALOGUE), (2, ONE), (5, body)):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(out)
    rows = [(1, offsets[0], 0), (1, offsets[1], 0), (2, 5, 0), (0, 0, 0), (1, offsets[2], 0)]
    rows.append((1, table, 0))
    packed_rows = b"".join(
        kind.to_bytes(1, "big") + at.to_bytes(4, "big") + last.to_bytes(1, "big")
        for kind, at, last in rows
    )
    out += b"6 0 obj\n<< /Type /XRef /W [1 4 1] /Index [1 6] /Size 7 /Root 1 0 R /Length %d >>" % (
        len(packed_rows)
    )
    out += b"\nstream\n" + packed_rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


def many_objects(count: int) -> bytes:
    kids = b"[" + b"<<>>" * count + b"]"
    return tree(ONE, PAGE.replace(b">>", b"/Resources << /Properties << /A %s >> >> >>" % kids))


def deep(count: int, opening: bytes = b"[", closing: bytes = b"]") -> bytes:
    nested = opening * count + closing * count
    return tree(ONE, PAGE.replace(b">>", b"/Resources << /A %s >> >>" % nested))


def chain(count: int) -> bytes:
    """Return indirect objects, each holding the next."""
    page = PAGE.replace(b">>", b"/Resources << /Properties << /A 4 0 R >> >> >>")
    links = {n: b"<< /A %d 0 R >>" % (n + 1) for n in range(4, 4 + count)}
    return raw({1: CATALOGUE, 2: ONE, 3: page, **links}, b"/Size %d" % (5 + count))
