"""Pages of owners are light: under 16 KB compressed, with long names, long texts and full lists."""

import os
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from applications.services.drafts import create_draft
from applications.services.remarks import send_message
from common.dates import clock
from enterprises.models import Member
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.programs import cast_of, make_application, make_document

pytestmark = pytest.mark.django_db
MOST_BYTES = 16 * 1024
BACKEND = "django.contrib.auth.backends.ModelBackend"
NAME = "Koperasi Produsen Kerajinan Anyaman Bambu dan Rotan Sumber Rejeki Makmur Sejahtera Bersama"
ADDRESS = "Jalan Raya Kenanga Nomor 125 Blok C, RT 012 RW 003, Kelurahan Wonokromo, Kec. Wonokromo"
PUBLIC = [
    "/",
    "/program/",
    "/program/kur-mikro/",
    "/program/kur-mikro/cek/",
    "/program/lpdb-konvensional/",
    "/program/kur-mikro/angsuran/?jumlah=100000000&bulan=60",
    "/bantuan/",
    "/privasi/",
    "/alat/",
    "/alat/angsuran/",
    "/alat/kelas-usaha/",
    "/alat/hari-kerja/",
    "/alat/rencana-sampel/",
    "/masuk/",
    "/masuk/ponsel/",
    "/daftar/",
    "/katalog/",
    "/verifikasi/",
]
OWN = [
    "/",
    "/pengajuan/",
    "/usaha/",
    "/usaha/daftar/",
    "/usaha/daftar/?punya=sku",
    "/usaha/daftar/?punya=belum",
    "/usaha/{enterprise}/",
    "/usaha/{enterprise}/ubah/",
    "/usaha/{enterprise}/orang/",
    "/usaha/{enterprise}/cocok/",
    "/pesan/",
    "/akun/",
    "/akun/pemberitahuan/",
    "/akun/sesi/",
    "/akun/data/",
    "/pengajuan/baru/kur-mikro/",
    "/pengajuan/{draft}/",
    "/pengajuan/{draft}/isi/loan/",
    "/pengajuan/{draft}/isi/credit/",
    "/pengajuan/{draft}/isi/situation/",
    "/pengajuan/{draft}/dokumen/",
    "/pengajuan/{draft}/dokumen/ktp/",
    "/pengajuan/{draft}/angsuran/",
    "/pengajuan/{draft}/periksa/",
    "/pengajuan/{draft}/tarik/",
    "/pengajuan/{sent}/",
    "/pengajuan/{sent}/tanda-terima/",
]


WORDS = [
    "bengkel",
    "pelanggan",
    "bahan",
    "rotan",
    "bambu",
    "kemasan",
    "pengiriman",
    "gudang",
    "angsuran",
    "pembukuan",
    "nota",
    "pasar",
    "pesanan",
    "tetangga",
    "musim",
    "hujan",
    "tenaga",
    "kerja",
    "keluarga",
    "mesin",
    "jahit",
    "pewarna",
    "alami",
    "ekspor",
    "pameran",
    "sertifikat",
    "contoh",
    "ukuran",
    "harga",
    "grosir",
    "eceran",
    "kiriman",
    "terlambat",
    "pembayaran",
    "tunai",
    "rekening",
    "kecamatan",
    "kelurahan",
    "ketua",
    "kelompok",
    "anggota",
    "koperasi",
    "modal",
    "tabungan",
    "listrik",
    "sewa",
    "kios",
]


def long_text(number: int, length: int = 60) -> str:
    """Return words in an order of their own, as far from a repetition as a written text is."""
    return " ".join(Random(number).choices(WORDS, k=length))


def weight_of(client: Client, path: str) -> int:
    """Return the bytes that travel for a page."""
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, (path, answer.status_code)
    assert answer["Content-Encoding"] == "gzip", path
    return len(answer.content)


def full_owner() -> tuple[User, dict[str, Any]]:
    """Return an owner with long texts and as many rows as a list shows."""
    cast = cast_of(name=NAME, address=ADDRESS)
    sent = make_application(cast, stage="verification", answers={"tenor_months": 60})
    for number in range(5):
        send_message(cast.verifier, sent.pk, long_text(number))
    for _number in range(20):
        make_document(cast.owner, cast.enterprise, "ktp")
    draft = None
    for number in range(20):
        other = EnterpriseFactory(name=f"Koperasi {long_text(number, 8)}", address=ADDRESS)
        Member.objects.create(enterprise=other, user=cast.owner, role="owner", since=clock.now())
        draft = create_draft(cast.owner, scheme="kur-mikro", enterprise_id=other.pk, answers={})
    assert draft is not None
    return cast.owner, {"enterprise": cast.enterprise.pk, "draft": draft.pk, "sent": sent.pk}


def test_pages_are_light(client: Client) -> None:
    owner, parts = full_owner()
    found = {path: weight_of(client, path) for path in PUBLIC}
    client.force_login(owner, backend=BACKEND)
    found |= {f"own {path}": weight_of(client, path.format(**parts)) for path in OWN}
    if sizes := os.environ.get("PAGE_SIZES"):
        Path(sizes).write_text(str(sorted((size, path) for path, size in found.items())))
    assert {path: size for path, size in found.items() if size >= MOST_BYTES} == {}
