"""For a cooperative the chair alone sends; everyone else prepares, and reads who sends."""

import pytest
from django.test import Client

from applications.permissions import allowed_transitions
from applications.services.transitions import perform
from common.errors import NotPermitted
from enterprises.enums import LegalForm
from enterprises.models import Post
from programs.enums import Transition
from tests.api.client import V1, client_for
from tests.factories.accounts import HelperFactory
from tests.factories.enterprises import MemberFactory
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db
SCHEME = "lpdb-konvensional"


def test_only_the_chair_sends() -> None:
    people = cast_of(legal_form=LegalForm.COOPERATIVE)
    helper = MemberFactory(enterprise=people.enterprise, user=HelperFactory(), role="helper").user
    treasurer = MemberFactory(enterprise=people.enterprise).user
    draft = make_application(people, scheme=SCHEME, answers={}, documents=False)
    assert Transition.SUBMIT in allowed_transitions(people.owner, draft)
    for other in (helper, treasurer):
        assert Transition.SUBMIT not in allowed_transitions(other, draft)
        assert Transition.WITHDRAW in allowed_transitions(other, draft)
        with pytest.raises(NotPermitted) as refused:
            perform(other, draft.pk, "submit", data={"declaration": True})
        assert refused.value.code == "only_head"
        assert people.owner.get_full_name() in str(refused.value.message)


def test_a_sole_proprietors_helper_sends_as_before() -> None:
    people = cast_of()
    helper = MemberFactory(enterprise=people.enterprise, user=HelperFactory(), role="helper").user
    draft = make_application(people)
    assert perform(helper, draft.pk, "submit", data={"declaration": True}).state == "submitted"


def test_without_a_recorded_head_nobody_sends() -> None:
    people = cast_of(legal_form=LegalForm.PARTNERSHIP)
    Post.objects.all().delete()
    draft = make_application(people, answers={}, documents=False)
    with pytest.raises(NotPermitted) as refused:
        perform(people.owner, draft.pk, "submit", data={"declaration": True})
    assert refused.value.code == "no_head"


def test_the_api_answers_403_with_the_code_and_the_words() -> None:
    people = cast_of(legal_form=LegalForm.COOPERATIVE)
    other = MemberFactory(enterprise=people.enterprise).user
    draft = make_application(people, scheme=SCHEME, answers={}, documents=False)
    answer = client_for(other).post(
        f"{V1}/applications/{draft.pk}/transitions/",
        {"name": "submit", "data": {"declaration": True}},
    )
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"]) == (403, "only_head")
    assert "ketua" in error["message"]


def test_the_pages_say_who_sends(client: Client) -> None:
    people = cast_of(legal_form=LegalForm.COOPERATIVE)
    other = MemberFactory(enterprise=people.enterprise).user
    draft = make_application(people, scheme=SCHEME, answers={}, documents=False)
    sentence = f"Hanya ketua usaha ini yang dapat mengirim: {people.owner.get_full_name()}."
    client.force_login(other)
    for path in (f"/pengajuan/{draft.pk}/", f"/pengajuan/{draft.pk}/periksa/"):
        page = client.get(path).content.decode()
        assert sentence in page, path
        assert "lalu kirim." not in page, path
    client.force_login(people.owner)
    for path in (f"/pengajuan/{draft.pk}/", f"/pengajuan/{draft.pk}/periksa/"):
        assert "Hanya ketua" not in client.get(path).content.decode(), path
