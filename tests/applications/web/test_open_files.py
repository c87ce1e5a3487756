"""A changed profile names the open files that read it, before and after it is saved."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from applications.shared.open_applications import open_files
from programs.enums import State
from tests.applications.admin.backoffice import BACKEND
from tests.factories.enterprises import typed_enterprise
from tests.factories.programs import cast_of, make_application
from tests.shown import send_as_shown

pytestmark = pytest.mark.django_db


def test_the_form_and_the_saved_page_name_open_files_alone(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cast = cast_of()
    closed = make_application(cast, state=State.WITHDRAWN)
    client.force_login(cast.owner, backend=BACKEND)
    address = f"/usaha/{cast.enterprise.pk}/ubah/"
    assert "masih terbuka" not in client.get(address).content.decode()
    file = make_application(cast, state=State.SUBMITTED)
    page = client.get(address).content.decode()
    assert file.number in page
    assert closed.number not in page
    saved = send_as_shown(
        client, address, {**typed_enterprise(), "workers": "4"}, follow=True
    ).content.decode()
    assert f"ikut membaca profil ini: {file.number}." in saved
    with django_assert_num_queries(1):
        assert [each.number for each in open_files(cast.enterprise)] == [file.number]
