"""A draft is deleted as a whole after asking; what was published stays, and so does the history."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from common.errors import Conflict
from programs.models import Edition, Scheme
from programs.policies.edition_tables import EDITION_TABLES
from programs.selectors.edition_rows import version_of_all, with_rows
from programs.selectors.editions import row_models
from programs.services.edition_deletion import delete_draft
from programs.services.edition_rows import delete_row, save_row
from programs.services.editions import create_scheme, draft_successor, publish
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import make_application
from tests.programs.admin.editor import LIST, row_address, save

pytestmark = pytest.mark.django_db


def address(draft: Edition) -> str:
    return f"{LIST}{draft.pk}/hapus/"


def seen(draft: Edition) -> str:
    return version_of_all(with_rows(Edition.objects.get(pk=draft.pk)))


def discard(client: Client, draft: Edition) -> Any:
    version = client.get(address(draft)).context["version"]
    return client.post(address(draft), {"versi": version}, follow=True)


def rows_in(pk: int) -> int:
    return sum(
        row_models()[name]._default_manager.filter(edition_id=pk).count() for name in EDITION_TABLES
    )


def test_it_asks_and_then_deletes_everything_in_it(client: Client, draft: Edition) -> None:
    asked = client.get(address(draft))
    assert "Hapus rancangan: KUR Mikro 2027" in text_of(asked)
    assert f"Angka ketentuan {draft.rules.count()} baris" in text_of(asked)
    assert 'href="' + address(draft) in client.get(f"{LIST}{draft.pk}/change/").content.decode()
    assert rows_in(draft.pk) > 0
    done = discard(client, draft)
    assert done.redirect_chain == [(LIST, 302)]
    assert "Rancangan “KUR Mikro 2027” dihapus." in text_of(done)
    assert not Edition.objects.filter(pk=draft.pk).exists()
    assert rows_in(draft.pk) == 0
    assert Scheme.objects.filter(code="kur-mikro").exists()


def test_its_history_stays_with_who_deleted_it(client: Client, lead: User, draft: Edition) -> None:
    save(client, row_address(draft, "angka", draft.rules.get(key="annual_rate").pk), value="7 %")
    count = rows_in(draft.pk)
    discard(client, draft)
    listed = client.get(f"{LIST}dihapus/")
    (line,) = listed.context["drafts"]
    assert (line["draft"].pk, line["by"]) == (draft.pk, str(lead))
    assert f'href="{LIST}{draft.pk}/history/"' in listed.content.decode()
    page = client.get(f"{LIST}{draft.pk}/history/")
    said = [sentence for act in page.context["acts"] for sentence in act.said]
    assert said == [f"Rancangan ini dihapus seluruhnya, dengan {count} baris."]
    assert "Nilai 6 % per tahun 7 % per tahun" in text_of(page)
    assert "Rancangan yang dihapus" in text_of(client.get(LIST))


def test_a_programme_that_never_began_goes_with_its_only_draft(
    client: Client, lead: User, current: Edition
) -> None:
    row = Scheme.objects.get(code="kur-mikro")
    scheme = Scheme(code="kur-uji", name_id="KUR Uji", name_en="KUR test", number_prefix="KURU")
    scheme.agency_field = row.agency_field
    draft = create_scheme(lead, scheme, pattern=current)
    assert "jadi skemanya ikut dihapus" in text_of(client.get(address(draft)))
    assert "Skema “KUR Uji” ikut dihapus" in text_of(discard(client, draft))
    assert not Scheme.objects.filter(code="kur-uji").exists()
    assert "KUR Uji" in text_of(client.get(f"{LIST}dihapus/"))
    assert "Riwayat perubahan: KUR Uji ·" in text_of(client.get(f"{LIST}{draft.pk}/history/"))


def test_a_draft_that_was_changed_meanwhile_is_not_deleted(client: Client, draft: Edition) -> None:
    asked = client.get(address(draft))
    save(client, row_address(draft, "angka", draft.rules.get(key="annual_rate").pk), value="7 %")
    told = client.post(address(draft), {"versi": asked.context["version"]}, follow=True)
    assert "Sementara Anda membaca, rancangan ini diubah." in text_of(told)
    assert Edition.objects.filter(pk=draft.pk).exists()


def test_what_was_published_stays(client: Client, lead: User, draft: Edition) -> None:
    version = seen(draft)
    publish(lead, draft.pk)
    answer = client.post(address(draft), {"versi": version}, follow=True)
    assert "sudah diterbitkan" in text_of(answer)
    with pytest.raises(Conflict) as refused:
        delete_draft(lead, draft.pk, version=seen(draft))
    assert refused.value.code == "not_draft"
    with pytest.raises(IntegrityError, match="a published edition stays"), transaction.atomic():
        Edition.objects.filter(pk=draft.pk).delete()
    assert Edition.objects.filter(pk=draft.pk).exists()


def test_a_draft_that_an_application_names_stays(lead: User, draft: Edition) -> None:
    file = make_application()
    Application.objects.filter(pk=file.pk).update(edition=draft)
    with pytest.raises(Conflict) as refused:
        delete_draft(lead, draft.pk, version=seen(draft))
    assert refused.value.code == "draft_in_use"
    assert rows_in(draft.pk) > 0


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.DECIDER, Role.STAFF])
def test_only_a_lead_deletes(role: Role, draft: Edition) -> None:
    client = web_client(OfficialFactory(role=role, regency=None))
    assert client.get(address(draft)).status_code == 403
    assert client.post(address(draft), {"versi": seen(draft)}).status_code == 403
    assert Edition.objects.filter(pk=draft.pk).exists()


def test_work_on_a_draft_that_is_gone_is_refused(lead: User, draft: Edition) -> None:
    rule = draft.rules.get(key="annual_rate")
    delete_draft(lead, draft.pk, version=seen(draft))
    for work in (
        lambda: save_row(lead, rule),
        lambda: delete_row(lead, rule, version=""),
        lambda: publish(lead, draft.pk),
        lambda: delete_draft(lead, draft.pk, version=""),
        lambda: draft_successor(
            lead, draft, code="x", valid_from=draft.valid_from, legal_basis="SK 1"
        ),
    ):
        with pytest.raises(Conflict) as refused:
            work()
        assert refused.value.code == "draft_gone"
