"""Schemes, editions and figures: read by every official, changed by nobody on these pages."""

import pytest

from programs.models import Edition, Rule, Scheme
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory, UserFactory

pytestmark = pytest.mark.django_db


def pages() -> list[str]:
    edition, rule, scheme = Edition.objects.first(), Rule.objects.first(), Scheme.objects.first()
    assert edition
    assert rule
    assert scheme
    return [
        "/admin/programs/scheme/",
        f"/admin/programs/scheme/{scheme.pk}/change/",
        "/admin/programs/edition/",
        f"/admin/programs/edition/{edition.pk}/change/",
        "/admin/programs/rule/",
        "/admin/programs/rule/?verified=no",
        f"/admin/programs/rule/{rule.pk}/change/",
    ]


def test_every_official_reads_them() -> None:
    client = web_client(OfficialFactory())
    assert [client.get(page).status_code for page in pages()] == [200] * 7


def test_nobody_changes_them_and_strangers_do_not_read_them() -> None:
    root, stranger = UserFactory(is_staff=True, is_superuser=True), UserFactory(is_staff=True)
    for page in pages():
        if page.endswith("change/") and "/rule/" not in page:
            assert web_client(root).post(page, {"name_id": "x"}).status_code in (403, 405), page
        assert web_client(stranger).get(page).status_code in (302, 403, 404), page
    for model in ("edition", "rule"):
        assert web_client(root).get(f"/admin/programs/{model}/add/").status_code == 403


def test_an_edition_shows_figures_with_basis_and_what_is_not_verified() -> None:
    edition = Edition.objects.get(scheme__code="kur-mikro", code="2026")
    page = web_client(OfficialFactory()).get(f"/admin/programs/edition/{edition.pk}/change/")
    words = text_of(page)
    assert "Pinjaman paling banyak Rp100.000.000" in words
    assert "6 % per tahun" in words
    assert "Permenko Perekonomian 1/2026" in words
    unverified = sum(not rule.is_verified for rule in edition.rules.all())
    assert unverified > 0
    assert words.count("belum diverifikasi") > unverified
