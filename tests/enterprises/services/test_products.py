"""Products, their photos and certificates, visits, and workers by skill."""

import io
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, time, timedelta
from typing import Any

import pikepdf
import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from common.dates import clock
from common.edits.merging import ChangedMeanwhile
from common.edits.shown import FormSnapshot
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted, UnsupportedMedia
from enterprises.enums import PRODUCT_PHOTO, CredentialStatus, HelperAct, MemberRole, ScanState
from enterprises.models import (
    Credential,
    DocumentScan,
    Enterprise,
    OwnerNotice,
    Product,
    ProductCertificate,
    ProductPhoto,
    Skill,
    SkilledWorkers,
)
from enterprises.selectors.products import (
    certificate_keys,
    in_catalogue,
    own_product,
    products_of,
    public_photo,
)
from enterprises.selectors.skills import workers_of
from enterprises.services.capacity_promises import Part, promise_weeks
from enterprises.services.capacity_visits import record_visit
from enterprises.services.loading import load_skills
from enterprises.services.product_data import FIELDS, ProductData, checked, values_of
from enterprises.services.product_photos import add_photo, choose_cover, remove_photo
from enterprises.services.products import (
    add_product,
    archive_product,
    change_product,
    product_row,
    set_in_catalogue,
)
from enterprises.services.skilled_workers import skills_now, skills_row, state_skills
from notifications.models import OutboxMessage
from tests.enterprises.services.test_documents import picture
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import (
    DocumentVersionFactory,
    MemberFactory,
    owned_enterprise,
)
from tests.factories.products import ProductFactory, free_weeks

pytestmark = pytest.mark.django_db

CHAIR = ProductData(
    name_id="Kursi teras rotan",
    name_en="Rattan terrace chair",
    material_en="manau rattan",
    sector="furniture",
    hs_code="9401.53.00",
    kbli="31002",
    kbli_version="2020",
    material_id="rotan manau",
    price=450_000,
    incoterm="FOB",
    moq=20,
    sample_days=10,
    production_days=21,
    weekly_capacity=40,
)


def pdf() -> io.BytesIO:
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out)
    out.seek(0)
    return out


def credential(enterprise: Enterprise, **fields: Any) -> Credential:
    return Credential.objects.create(
        **{
            "enterprise": enterprise,
            "source": f"test:{Credential.objects.count()}",
            "kind": "halal",
            "number": "ID123",
            "holder": enterprise.name,
            "issuer": "BPJPH",
            "issued_on": clock.today(),
            "status": CredentialStatus.VALID,
            "issued_here": False,
            **fields,
        }
    )


def test_a_product_is_added_once_and_told_to_the_owner_of_a_helper() -> None:
    owner, enterprise = owned_enterprise()
    own = credential(enterprise)
    product = add_product(owner, enterprise, replace(CHAIR, certificates=(own.pk,)))
    assert (product.hs_code, product.shown_in_catalogue) == ("94015300", False)
    assert certificate_keys(product) == (own.pk,)
    with pytest.raises(Conflict, match="product_exists"):
        add_product(owner, enterprise, CHAIR)
    helper = MemberFactory(enterprise=enterprise, role=MemberRole.HELPER).user
    change_product(helper, product, replace(CHAIR, price=500_000), names=["price"])
    assert OwnerNotice.objects.get().act == HelperAct.PRODUCT_CHANGED
    product.refresh_from_db()
    assert (product.price, certificate_keys(product)) == (500_000, (own.pk,))
    with pytest.raises(NotPermitted):
        add_product(UserFactory(), enterprise, CHAIR)


def test_an_owner_is_told_what_a_helper_does_with_photos_and_skills() -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise)
    add_photo(owner, product, upload=picture("blue"), filename="a.jpg")
    helper = MemberFactory(enterprise=enterprise, role=MemberRole.HELPER).user
    added = add_photo(helper, product, upload=picture("red"), filename="b.jpg")
    for _turn in range(2):
        choose_cover(helper, product, added.uid)
    remove_photo(helper, product, added.uid)
    state_skills(helper, enterprise, {"anyam-rotan": 6})
    told = OwnerNotice.objects.order_by("id").values_list("act", flat=True)
    assert list(told) == [*[HelperAct.PRODUCT_CHANGED] * 3, HelperAct.SKILLS_STATED]


def test_every_fault_of_a_product_is_named_at_once() -> None:
    values = {
        **asdict(CHAIR),
        **dict[str, object](
            name_id=" ",
            hs_code="9401",
            kbli="310",
            incoterm="ABC",
            price=0,
            moq=None,
            net_grams=900,
            gross_grams=800,
            description_id="x" * 2001,
            sku="a\x00b",
        ),
    }
    with pytest.raises(InvalidInput) as refused:
        checked(values)
    assert {each.field for each in refused.value.errors} >= {
        "name_id", "hs_code", "kbli", "incoterm", "price", "moq", "gross_grams", "description_id",
    }  # fmt: skip
    assert checked(asdict(replace(CHAIR, net_grams=800, gross_grams=900)))["gross_grams"] == 900
    with pytest.raises(InvalidInput) as lost_zero:
        checked(asdict(replace(CHAIR, kbli="1134")))
    assert [each.code for each in lost_zero.value.errors] == ["kbli_lost_zero"]
    typed = checked(asdict(replace(CHAIR, kbli="31002 - Kursi", sku="-", name_en="tidak ada")))
    assert (typed["kbli"], typed["sku"], typed["name_en"]) == ("31002", "", "")


def test_two_tabs_of_a_product_overwrite_nothing_unseen() -> None:
    owner, enterprise = owned_enterprise()
    product = add_product(owner, enterprise, CHAIR)
    shown = FormSnapshot.of(product_row(product), values_of(product, ()))
    change_product(owner, product, replace(CHAIR, price=460_000), shown=shown)
    with pytest.raises(ChangedMeanwhile) as met:
        change_product(
            owner,
            product,
            replace(CHAIR, price=470_000),
            shown=FormSnapshot.of(
                product_row(product), {**values_of(product, ()), "price": 450_000}
            ),
        )
    assert set(met.value.merge.conflicts) == {"price"}
    change_product(owner, product, replace(CHAIR, moq=30), shown=shown)
    product.refresh_from_db()
    assert (product.price, product.moq) == (460_000, 30)


def test_certificates_are_of_the_same_enterprise_also_in_the_database() -> None:
    owner, enterprise = owned_enterprise()
    foreign = credential(owned_enterprise()[1])
    with pytest.raises(InvalidInput, match="unknown_certificate"):
        add_product(owner, enterprise, replace(CHAIR, certificates=(foreign.pk,)))
    product = ProductFactory(enterprise=enterprise)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProductCertificate.objects.create(product=product, credential=foreign)


def test_the_catalogue_shows_what_has_an_english_name_and_is_not_archived() -> None:
    owner, enterprise = owned_enterprise()
    product = add_product(owner, enterprise, replace(CHAIR, name_en=""))
    with pytest.raises(InvalidInput, match="english_missing"):
        set_in_catalogue(owner, product, shown=True)
    change_product(owner, product, CHAIR)
    set_in_catalogue(owner, product, shown=True)
    set_in_catalogue(owner, product, shown=True)
    with pytest.raises(InvalidInput, match="english_missing"):
        change_product(owner, product, replace(CHAIR, name_en=""))
    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.filter(pk=product.pk).update(material_en="")
    assert [each.pk for each in in_catalogue()] == [product.pk]
    (week,) = free_weeks(enterprise, 1, by=owner)
    (made,) = promise_weeks([Part(product, week, 1)], subject="order:1")
    with pytest.raises(Conflict, match="product_promised"):
        archive_product(owner, product)
    # A letter that was kept is never released: its week passes.
    later = datetime.combine(week + timedelta(days=7), time(1), tzinfo=clock.JAKARTA)
    with time_machine.travel(later - timedelta(hours=2)), pytest.raises(Conflict):
        archive_product(owner, product)
    with time_machine.travel(later):
        archive_product(owner, product)
    made.refresh_from_db()
    assert made.released_at is None
    assert not in_catalogue().exists()
    assert not products_of(enterprise).exists()
    changes: tuple[Callable[[], object], ...] = (
        lambda: archive_product(owner, product),
        lambda: change_product(owner, product, CHAIR),
        lambda: set_in_catalogue(owner, product, shown=True),
    )
    for change in changes:
        with pytest.raises(Conflict, match="product_archived"):
            change()
    # The name is free again.
    assert add_product(owner, enterprise, CHAIR).pk != product.pk


def test_the_database_holds_the_figures_of_a_product() -> None:
    product = ProductFactory(net_grams=800, gross_grams=900)
    rows = Product.objects.filter(pk=product.pk)
    for fields in (
        {"hs_code": "9401"},
        {"hs_code": "00015300"},
        {"kbli": "3100"},
        {"price": 0},
        {"weekly_capacity": 0},
        {"gross_grams": 700},
        {"length_mm": 0},
        {"incoterm": "XXX"},
        {"shown_in_catalogue": True},
        {"shown_at": clock.now()},
        {"verified_capacity": 3},
        {"capacity_note": "x"},
        {"name_id": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**fields)


def test_photos_are_at_most_eight_pictures_with_one_cover() -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise)
    colours = ["red", "blue", "green", "black", "white", "grey", "pink", "brown"]
    photos = [
        add_photo(owner, product, upload=picture(each), filename="a.jpg") for each in colours[:2]
    ]
    again = add_photo(owner, product, upload=picture("red"), filename="b.jpg", alt_id="Lain")
    assert (again.pk, photos[0].alt_id) == (photos[0].pk, product.name_id)
    assert [each.is_cover for each in photos] == [True, False]
    choose_cover(owner, product, photos[1].uid)
    remove_photo(owner, product, photos[1].uid)
    kept = ProductPhoto.objects.get()
    assert (kept.pk, kept.is_cover) == (photos[0].pk, True)
    with pytest.raises(NotFound):
        choose_cover(owner, product, photos[1].uid)
    rows = [
        ProductPhoto(
            product=product,
            document=DocumentVersionFactory(enterprise=enterprise, kind=PRODUCT_PHOTO),
            place=place,
            alt_id="x",
            added_at=clock.now(),
        )
        for place in range(2, 9)
    ]
    ProductPhoto.objects.bulk_create(rows)
    with pytest.raises(Conflict, match="too_many_photos"):
        add_photo(owner, product, upload=picture("gold"), filename="a.jpg")
    for fields in ({"place": 9}, {"place": 1}, {"is_cover": True}, {"alt_id": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProductPhoto.objects.filter(place=5).update(**fields)


def test_only_a_picture_of_a_product_in_the_catalogue_is_public() -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise, material_en="rattan")
    photo = add_photo(owner, product, upload=picture(), filename="a.jpg")
    with pytest.raises(NotFound):
        public_photo(photo.uid)
    set_in_catalogue(owner, product, shown=True)
    assert public_photo(photo.uid).pk == photo.pk
    DocumentScan.objects.update_or_create(
        version=photo.document,
        defaults={
            "state": ScanState.INFECTED,
            "signature": "Uji",
            "scanned_at": clock.now(),
            "next_attempt_at": clock.now(),
        },
    )
    with pytest.raises(NotFound):
        public_photo(photo.uid)
    with pytest.raises(UnsupportedMedia):
        add_photo(owner, product, upload=pdf(), filename="a.pdf")
    with pytest.raises(NotPermitted):
        add_photo(UserFactory(), product, upload=picture("blue"), filename="a.jpg")


def test_products_come_with_their_photos_in_three_queries() -> None:
    owner, enterprise = owned_enterprise()
    for count in (1, 3):
        while Product.objects.count() < count:
            add_photo(
                owner,
                ProductFactory(enterprise=enterprise),
                upload=picture(["red", "blue", "green"][Product.objects.count() - 1]),
                filename="a.jpg",
            )
        with CaptureQueriesContext(connection) as found:
            shown = [[photo.alt for photo in each.photos.all()] for each in products_of(enterprise)]
        assert (len(found), [len(each) for each in shown]) == (2, [1] * count)


def test_a_visit_bounds_the_capacity_and_is_told() -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise)
    verifier = OfficialFactory(role=Role.VERIFIER, regency="35.78")
    today = clock.today()
    visited = record_visit(verifier, product.pk, found=25, visited_on=today, note="Enam perajin")
    assert (visited.trusted_capacity, visited.visited_on) == (25, today)
    assert OutboxMessage.objects.get(key="capacity.visited").recipient_id == owner.pk
    refused: tuple[tuple[dict[str, Any], str], ...] = (
        ({"found": 0}, "out_of_range"),
        ({"visited_on": today + timedelta(days=1)}, "bad_day"),
        ({"visited_on": today - timedelta(days=400)}, "bad_day"),
        # The newer figure stays.
        ({"visited_on": today - timedelta(days=1)}, "bad_day"),
        ({"note": "x" * 501}, "too_long"),
        ({"note": "NIK 3578011708450001"}, "nik_in_reason"),
    )
    for fields, code in refused:
        with pytest.raises(InvalidInput, match=code):
            record_visit(verifier, product.pk, **{"found": 5, "visited_on": today, **fields})
    elsewhere = OfficialFactory(role=Role.VERIFIER, regency="35.73")
    for person in (elsewhere, owner):
        with pytest.raises(NotPermitted):
            record_visit(person, product.pk, found=5, visited_on=today)
    with pytest.raises(NotFound):
        record_visit(verifier, 10**9, found=5, visited_on=today)


def test_workers_are_stated_by_skill_and_none_removes_them() -> None:
    owner, enterprise = owned_enterprise()
    assert Skill.objects.count() >= 30
    shown = FormSnapshot.of(skills_row(enterprise), {})
    state_skills(owner, enterprise, {"anyam-rotan": 6, "finishing": 2, "ukir-kayu": None})
    state_skills(owner, enterprise, {"anyam-rotan": 8, "finishing": 0})
    assert skills_now(enterprise) == {"anyam-rotan": 8}
    assert [str(each) for each in workers_of([enterprise.pk])] == ["Anyam rotan: 8"]
    with pytest.raises(ChangedMeanwhile):
        state_skills(owner, enterprise, {"anyam-rotan": 1}, shown=shown)
    for people, code in (({"menari": 1}, "unknown_skill"), ({"jahit": -1}, "out_of_range")):
        with pytest.raises(InvalidInput, match=code):
            state_skills(owner, enterprise, people)
    with pytest.raises(NotPermitted):
        state_skills(UserFactory(), enterprise, {"jahit": 1})
    Skill.objects.filter(code="jahit").update(name_id="Menjahit")
    load_skills()
    assert Skill.objects.get(code="jahit").name_id == "Menjahit"
    assert SkilledWorkers.objects.count() == 1


def test_a_product_of_others_is_not_found() -> None:
    owner, enterprise = owned_enterprise()
    product = ProductFactory(enterprise=enterprise)
    assert own_product(owner, enterprise.pk, product.uid) == product
    with pytest.raises(NotFound):
        own_product(UserFactory(), enterprise.pk, product.uid)
    with pytest.raises(NotFound):
        own_product(owner, enterprise.pk + 1, product.uid)
    assert set(values_of(product, ())) == set(FIELDS)
