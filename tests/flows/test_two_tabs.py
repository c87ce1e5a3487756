"""Two tabs on one form, or an owner and a helper: the second save overwrites nothing unseen.

Without JavaScript: what the page carries is all there is.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from applications.models import Application
from applications.services.transitions import perform
from enterprises.models import DocumentVersion, Enterprise
from enterprises.services.registration import open_membership
from financing.models import Borrower
from financing.services.borrowers import store_particulars
from programs.kinds.registry import kinds
from tests.access.addresses import addresses
from tests.applications.web.pages import text_of
from tests.clients import web_client
from tests.factories.accounts import HelperFactory
from tests.factories.enterprises import DocumentVersionFactory
from tests.factories.programs import (
    Cast,
    cast_of,
    make_application,
    particulars,
)
from tests.flows.two_tabs import OwnersForm, Tab, forms_showing_something, variants
from tests.kinds.page_opener import application_parts, first_scheme, paths
from tests.shown import send_as_shown, shown_on

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
# Values that the profile accepts, where `variants` knows none.
PROFILE = {
    "phone": ("081330001111", "081330002222"),
    "kbli": ("31004", "31009"),
    "npwp": ("3578014107900001", "013000666091000"),
}
BORROWER = {"postcode": ("60112", "60113")}
# Each begins something new; the values in its fields are only a first choice.
NOTHING_TO_LOSE = {
    # A buyer writes a new request, from a product or without one.
    "katalog/permintaan/",
    "en/catalogue/request/",
    "pengajuan/baru/<slug:code>/",
    "usaha/klaim/",
    "usaha/<row:enterprise_id>/produk/baru/",
}


@pytest.fixture
def people() -> Cast:
    return cast_of(annual_sales=240_000_000)


@pytest.fixture
def owner(people: Cast) -> Client:
    return web_client(people.owner)


@pytest.fixture
def helper(people: Cast) -> Client:
    user = HelperFactory(name="Rina Pendamping")
    open_membership(user, people.enterprise, channel="web")
    return web_client(user)


def questions_of(kind: str, people: Cast) -> list[OwnersForm]:
    """Return every page of questions of the kind's first scheme, all unanswered."""
    edition = first_scheme(kind)
    draft = make_application(people, scheme=edition.scheme.code, answers={}, documents=False)
    client = web_client(people.owner)
    found = []
    for group in dict.fromkeys(question.group for question in edition.questions.all()):
        path = f"/pengajuan/{draft.pk}/isi/{group}/"
        page = client.get(path)
        if page.status_code == 200:
            asked = {q.code: q for q in edition.questions.all()}
            form = page.context["form"]
            found.append(_form(path, form, _answer_of(draft.pk), asked))
    return found


def _answer_of(pk: int) -> Callable[[str], Any]:
    return lambda name: Application.objects.get(pk=pk).answers.get(name)


def _form(
    path: str, form: Any, stored: Callable[[str], Any], more: dict[str, Any] | None = None
) -> OwnersForm:
    more = more or {}
    inputs = {}
    for name in form.fields:
        known = more.get(name)
        found = known if isinstance(known, tuple) else tuple(variants(form, name, known))
        if len(found) == 2:
            inputs[name] = found
    return OwnersForm(path, tuple(inputs), inputs, stored)


def correction(people: Cast) -> list[OwnersForm]:
    file = make_application(people, stage="verification")
    data = {"fields": ["answers.tenor_months"]}
    perform(people.verifier, file.pk, "request_revision", reason="Terlalu lama.", data=data)
    path = f"/pengajuan/{file.pk}/isi/loan/"
    asked = {q.code: q for q in file.edition.questions.all()}
    page = web_client(people.owner).get(path)
    return [_form(path, page.context["form"], _answer_of(file.pk), asked)]


def borrower(people: Cast) -> list[OwnersForm]:
    store_particulars(people.owner, people.enterprise, particulars(), agrees=True)
    path = f"/pengajuan/{make_application(people).pk}/data-sikp/"

    def stored(name: str) -> Any:
        return getattr(Borrower.objects.get(enterprise=people.enterprise), name)

    page = web_client(people.owner).get(path)
    return [_form(path, page.context["form"], stored, dict(BORROWER))]


def profile(people: Cast) -> list[OwnersForm]:
    path = f"/usaha/{people.enterprise.pk}/ubah/"

    def stored(name: str) -> Any:
        return getattr(Enterprise.objects.get(pk=people.enterprise.pk), name)

    page = web_client(people.owner).get(path)
    return [_form(path, page.context["form"], stored, dict(PROFILE))]


def account(people: Cast) -> list[OwnersForm]:
    def stored(name: str) -> Any:
        return getattr(User.objects.get(pk=people.owner.pk), name)

    page = web_client(people.owner).get("/akun/")
    return [_form("/akun/", page.context["form"], stored)]


FORMS: dict[str, Callable[[Cast], list[OwnersForm]]] = {
    **{f"questions of {kind.code}": partial(questions_of, kind.code) for kind in kinds()},
    "correction": correction,
    "particulars for SIKP": borrower,
    "profile": profile,
    "account": account,
}
every_form = pytest.mark.parametrize("make", FORMS.values(), ids=FORMS)
# What holds for the mechanism needs no form of each kind: one that stores what it can, and one that
# stores all or nothing.
two_forms = pytest.mark.parametrize("make", [FORMS["questions of financing"], profile])
Make = Callable[[Cast], list[OwnersForm]]


def _consent(tab: Tab) -> dict[str, str]:
    return {"consent": "on"} if "consent" in tab.form.fields else {}


@pytest.mark.sampled
@every_form
def test_the_second_save_says_what_changed_and_loses_neither_text(
    make: Make, people: Cast, owner: Client
) -> None:
    for form in make(people):
        first, second = Tab(owner, form.path), Tab(owner, form.path)
        ours = {name: form.inputs[name][0] for name in form.names}
        theirs = {name: form.inputs[name][1] for name in form.names}
        first.save(ours, **_consent(first))
        written = {name: form.stored(name) for name in form.names}
        answer = second.save(theirs, **_consent(second))
        assert answer.status_code == 409, form.path
        assert {name: form.stored(name) for name in form.names} == written
        for name in form.names:
            said = second.errors()[name]
            assert "Sementara itu isian ini diubah" in said, (form.path, name)
            assert "Diubah oleh Anda sendiri (di tab atau perangkat lain)" in said
            # What was typed is in the field, and the sentence beside it.
            assert second.typed[name] == theirs[name]
            assert said.split(".")[0] in text_of(answer)
        second.save(_consent(second))
        changed = {name: form.stored(name) for name in form.names}
        assert all(changed[name] != written[name] for name in form.names), form.path


@pytest.mark.sampled
@every_form
def test_changes_of_different_fields_are_merged(make: Make, people: Cast, owner: Client) -> None:
    for form in make(people):
        if len(form.names) < 2:
            continue
        one, other = form.names[0], form.names[-1]
        first, second = Tab(owner, form.path), Tab(owner, form.path)
        leave = {"lalu": "daftar", **_consent(first)}
        assert first.save({one: form.inputs[one][0], **leave}).status_code == 302
        written = form.stored(one)
        before = form.stored(other)
        assert second.save({other: form.inputs[other][1], **leave}).status_code == 302
        assert form.stored(one) == written
        assert form.stored(other) != before


@pytest.mark.sampled
@two_forms
def test_the_same_text_in_both_is_no_conflict(make: Make, people: Cast, owner: Client) -> None:
    for form in make(people):
        first, second = Tab(owner, form.path), Tab(owner, form.path)
        ours = {name: form.inputs[name][0] for name in form.names}
        first.save(ours, **_consent(first))
        written = {name: form.stored(name) for name in form.names}
        second.save(ours, **_consent(second))
        assert "Sementara itu" not in str(second.errors())
        assert {name: form.stored(name) for name in form.names} == written


@pytest.mark.sampled
@two_forms
def test_a_form_that_does_not_say_what_it_showed_overwrites_nothing(
    make: Make, people: Cast, owner: Client
) -> None:
    for form in make(people):
        tab = Tab(owner, form.path)
        tab.save({name: form.inputs[name][0] for name in form.names}, **_consent(tab))
        written = {name: form.stored(name) for name in form.names}
        others = {name: form.inputs[name][1] for name in form.names}
        owner.post(form.path, {**tab.typed, **others, **_consent(tab)})
        assert {name: form.stored(name) for name in form.names} == written


def test_somebody_else_is_named(people: Cast, owner: Client, helper: Client) -> None:
    draft = make_application(people)
    path = f"/pengajuan/{draft.pk}/isi/loan/"
    tab, others = Tab(owner, path), Tab(helper, path)
    assert others.save({"requested_amount": "30.000.000"}).status_code == 302
    assert tab.save({"requested_amount": "45000000"}).status_code == 409
    said = tab.errors()["requested_amount"]
    assert "Sementara itu isian ini diubah menjadi Rp30.000.000." in said
    assert "Diubah oleh Rina Pendamping, " in said
    assert said.endswith("Simpan lagi untuk memakai isian Anda.")


def test_a_field_that_only_others_changed_shows_their_value(people: Cast, owner: Client) -> None:
    path = f"/pengajuan/{make_application(people).pk}/isi/loan/"
    tab, other = Tab(owner, path), Tab(owner, path)
    other.save({"requested_amount": "30000000", "tenor_months": "18"})
    tab.save({"tenor_months": "36"})
    assert list(tab.errors()) == ["tenor_months"]
    assert tab.typed["requested_amount"] == "30.000.000"
    assert tab.save().status_code == 302
    answers = Application.objects.get().answers
    assert (answers["requested_amount"], answers["tenor_months"]) == (30_000_000, 36)


def test_an_answer_that_was_emptied_meanwhile_is_a_change(people: Cast, owner: Client) -> None:
    path = f"/pengajuan/{make_application(people).pk}/isi/loan/"
    tab, other = Tab(owner, path), Tab(owner, path)
    other.save({"tenor_months": ""}, lalu="daftar")
    tab.save({"tenor_months": "36"})
    assert "Sementara itu isian ini dikosongkan." in tab.errors()["tenor_months"]


def test_a_long_text_stands_whole_beside_the_field(people: Cast, owner: Client) -> None:
    path = f"/usaha/{people.enterprise.pk}/ubah/"
    tab, other = Tab(owner, path), Tab(owner, path)
    theirs = "Jalan Anggrek Bulan nomor 12, RT 03/RW 07, Kelurahan Wonokromo, " * 3
    other.save({"address": theirs})
    answer = tab.save({"address": "Jalan Mawar 2"})
    assert "isinya sekarang ada di bawah ini" in tab.errors()["address"]
    assert theirs.strip() in text_of(answer)


def test_personal_numbers_are_on_no_page(people: Cast, owner: Client) -> None:
    path = f"/usaha/{people.enterprise.pk}/ubah/"
    tab, other = Tab(owner, path), Tab(owner, path)
    other.save({"npwp": "013000666091000"})
    answer = tab.save({"npwp": "131752941565001"})
    assert "npwp" in tab.errors()
    for number in (people.enterprise.nik, people.enterprise.npwp, "013000666091000"):
        assert number not in answer.content.decode()


def test_a_number_changed_elsewhere_stays_when_the_field_is_left_empty(
    people: Cast, owner: Client
) -> None:
    path = f"/usaha/{people.enterprise.pk}/ubah/"
    tab, other = Tab(owner, path), Tab(owner, path)
    assert other.save({"npwp": "013000666091000"}).status_code == 302
    assert tab.save({"workers": "9"}).status_code == 302
    changed = Enterprise.objects.get(pk=people.enterprise.pk)
    assert (changed.npwp, changed.workers) == ("013000666091000", 9)


def test_particulars_that_were_deleted_meanwhile_come_back_only_on_purpose(
    people: Cast, owner: Client
) -> None:
    (form,) = borrower(people)
    tab = Tab(owner, form.path)
    assert owner.post(form.path, {"forget": "1"}).status_code == 302
    answer = tab.save({"postcode": "60112"}, consent="on")
    assert "Sementara itu data ini dihapus dari portal." in text_of(answer)
    assert not Borrower.objects.exists()
    assert tab.save(consent="on").status_code == 302
    assert Borrower.objects.get().postcode == "60112"


class TestFiles:
    @pytest.fixture
    def path(self, people: Cast) -> str:
        self.file = make_application(people)
        for name in ("B.jpg", "C.jpg"):
            DocumentVersionFactory(enterprise=people.enterprise, kind="ktp", filename=name)
        return f"/pengajuan/{self.file.pk}/dokumen/ktp/"

    def attached(self) -> list[str]:
        current = self.file.attachments.filter(requirement="ktp", removed_at=None)
        return [item.version.filename for item in current]

    def use(self, client: Client, page: Any, name: str) -> Any:
        version = DocumentVersion.objects.get(filename=name)
        return client.post(page.wsgi_request.path, {"pakai": version.pk, "semula": shown_on(page)})

    def test_the_second_replacement_is_asked_about(
        self, path: str, owner: Client, helper: Client
    ) -> None:
        ours, theirs = owner.get(path), helper.get(path)
        assert self.use(helper, theirs, "B.jpg").status_code == 302
        answer = self.use(owner, ours, "C.jpg")
        assert (answer.status_code, self.attached()) == (409, ["B.jpg"])
        page = text_of(answer)
        assert "Sementara itu dokumen ini diganti dengan B.jpg." in page
        assert "Diubah oleh Rina Pendamping, " in page
        assert "Pakai berkas ini C.jpg" in page
        assert self.use(owner, answer, "C.jpg").status_code == 302
        assert self.attached() == ["C.jpg"]

    def test_the_same_file_in_both_is_no_conflict(self, path: str, owner: Client) -> None:
        first, second = owner.get(path), owner.get(path)
        for page in (first, second):
            assert self.use(owner, page, "B.jpg").status_code == 302
        assert self.attached() == ["B.jpg"]

    def test_a_file_that_is_gone_already_is_no_error(self, path: str, owner: Client) -> None:
        attached = self.file.attachments.get(requirement="ktp").pk
        for words in ("Berkas dilepas dari pengajuan ini.", "sudah dihapus atau diganti"):
            answer = owner.post(path, {"hapus": attached}, follow=True)
            assert words in text_of(answer)
        assert self.attached() == []


class TestSending:
    def test_only_what_the_page_showed_is_declared(self, people: Cast, owner: Client) -> None:
        draft = make_application(people)
        path = f"/pengajuan/{draft.pk}/periksa/"
        page = owner.get(path)
        send_as_shown(
            owner,
            f"/pengajuan/{draft.pk}/isi/loan/",
            {"requested_amount": "30000000", "purpose": "working_capital", "tenor_months": "24"},
        )
        declared = {"declaration": "on", "semula": shown_on(page)}
        answer = owner.post(path, declared)
        assert answer.status_code == 409
        assert "Isinya berubah sejak halaman ini dibuka: Berapa" in text_of(answer)
        assert Application.objects.get().state == "draft"
        assert not answer.context["form"].is_bound
        again = owner.post(path, {**declared, "semula": shown_on(answer)})
        assert again["Location"] == f"/pengajuan/{draft.pk}/tanda-terima/"

    def test_a_repeat_is_no_conflict(self, people: Cast, owner: Client) -> None:
        draft = make_application(people)
        path = f"/pengajuan/{draft.pk}/periksa/"
        declared = {"declaration": "on", "semula": shown_on(owner.get(path))}
        assert owner.post(path, declared).status_code == 302
        assert owner.post(path, declared).status_code == 302
        assert Application.objects.get().state == "submitted"


def test_every_form_that_shows_what_is_stored_says_what_it_showed(people: Cast) -> None:
    """A new form of an owner without the guard fails here; it takes a while to open every page."""
    store_particulars(people.owner, people.enterprise, particulars(), agrees=True)
    correction(people)
    client = web_client(people.owner)
    parts = application_parts(Application.objects.get())
    parts["requirement"] = parts["requirement"][:1]
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for address in addresses():
        if address.is_api or address.route.startswith(("admin/", "keluar/", "dev/")):
            continue
        for path in paths(address, parts):
            answer = client.get(path)
            is_page = answer["Content-Type"].startswith("text/html") and not answer.streaming
            for form in forms_showing_something(answer.content.decode()) if is_page else ():
                found['name="semula"' in form].add(address.route)
    assert found[False] <= NOTHING_TO_LOSE
    assert found[True] >= {
        "akun/",
        "akun/pemberitahuan/",
        "pengajuan/<int:application_id>/data-sikp/",
        "pengajuan/<int:application_id>/isi/<slug:group>/",
        "usaha/<row:enterprise_id>/ubah/",
    }
