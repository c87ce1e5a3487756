"""Whose certificate is revoked, or product archived, after the plan is neither asked nor bound."""

import pytest
from django.test import Client

from common.dates import clock
from common.errors import Conflict
from enterprises.enums import CredentialStatus
from enterprises.models import CapacityPromise, Credential, Product
from supply.enums import LetterState
from supply.services.letters.answers import accept
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    letters_sent,
    offered,
    planned,
)
from tests.factories.products import certified

pytestmark = pytest.mark.django_db


def test_certificates_and_products_are_looked_at_again_when_somebody_is_bound() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter, certificates=["halal-reguler"])
    owner, product = a_member(exporter)
    credential = certified(product)
    Credential.objects.filter(pk=credential.pk).update(checked_at=clock.now())
    (row,) = invited(head, order, product)
    offered(owner, row, pieces=30)
    plan = planned(head, order)

    def set_status(status: CredentialStatus) -> None:
        Credential.objects.filter(pk=credential.pk).update(status=status)

    set_status(CredentialStatus.REVOKED)
    with pytest.raises(Conflict, match="certificate_lapsed") as refused:
        letters_sent(head, order, plan)
    assert product.enterprise.name in str(refused.value.message)
    set_status(CredentialStatus.VALID)
    Product.objects.filter(pk=product.pk).update(archived_at=clock.now())
    with pytest.raises(Conflict, match="offer_changed"):
        letters_sent(head, order, plan)
    Product.objects.filter(pk=product.pk).update(archived_at=None)
    (letter,) = letters_sent(head, order, plan).values()
    set_status(CredentialStatus.REVOKED)
    client = Client()
    client.force_login(owner)
    path = f"/pesanan-bersama/surat/{letter.uid}/jawab/"
    answered = client.post(path, {"terima": "ya", "setuju": "ya"})
    assert answered.status_code == 409
    assert "belum ada atau tidak berlaku lagi, yaitu" in answered.content.decode()
    letter.refresh_from_db()
    assert letter.state == LetterState.WAITING
    assert not CapacityPromise.objects.exists()
    set_status(CredentialStatus.VALID)
    assert accept(owner, letter.uid).state == LetterState.ACCEPTED
