"""The rows that addresses name: applications in every state, letters, imports, exports."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.test import Client

from accounts.enums import ConsentPurpose
from accounts.models import (
    ApiToken,
    Consent,
    PhoneEvent,
    Posting,
    SecondFactorReset,
    SecurityEvent,
    User,
)
from accounts.selectors.consent import current_text
from accounts.services.consent import record_consent
from accounts.services.tokens import issue_token
from applications.models import Application, Objection, Reminder
from applications.selectors.letters import letters_of
from applications.services.objections import file_objection
from common.dates import clock
from data_rights.enums import Right
from data_rights.services.requests import ask
from enterprises.enums import CONSENT_FORM, ConsentState, ConsentWay, HelperAct
from enterprises.models import (
    Claim,
    Enterprise,
    HelperConsent,
    Member,
    NikSearch,
    OwnerNotice,
    Product,
    ProductPhoto,
    SealedOriginal,
    Skill,
)
from enterprises.services.product_photos import add_photo
from enterprises.services.registration import open_membership
from financing.models import SikpCode
from letters.models import Letter, PositionHolder, SigningBatch
from notifications.models import InboxItem
from notifications.services.outbox import enqueue
from programs.models import BulkCheck, Edition, Requirement, Rule, Scheme, Stage
from programs.services.editions import draft_successor
from reference.models import ComplaintChannel, Kbli, KbliStep, LegalParameter
from registers.enums import RunState
from registers.models import RegisterRun
from reports.models import ExportJob
from supply.models import Commitment
from tests.access.people import ROLES, people_around
from tests.api.client import photo
from tests.factories.enterprises import (
    ClaimFactory,
    DocumentVersionFactory,
    EnterpriseFactory,
)
from tests.factories.office_letters import office_that_signs, waiting_letter
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    letters_sent,
    offered,
    planned,
)
from tests.factories.permits import make_permit
from tests.factories.products import ProductFactory
from tests.factories.programs import Cast, make_application
from tests.factories.reference import HolidayOverrideFactory
from tests.factories.second_factor import BACKEND, give_key, proven_client
from tests.factories.supply import make_exporter, make_request, make_standing

SCENES: dict[str, dict[str, str]] = {
    "draft": {"state": "draft"},
    "submitted": {"state": "submitted"},
    "completeness": {"stage": "completeness"},
    "verification": {"stage": "verification"},
    "recommendation": {"stage": "recommendation"},
    "decision": {"stage": "decision"},
    "revision": {"state": "revision_requested"},
    "approved": {"state": "approved"},
    "rejected": {"state": "rejected"},
    "objected": {"state": "rejected"},
}

# Parts of addresses that mean the same in every world.
FIXED_PARTS: Mapping[str, Any] = {
    "code": "kur-mikro",
    "number": 1,
    "group": "loan",
    "requirement": "ktp",
    "purpose": "account",
    "name": "applications",
    "small_report": "requests",
    "section": "alasan",
    "right": "hapus",
    # A link of a letter that was never sent.
    "key": "tidak-ada",
    "file_format": "csv",
    "uidb36": "zz",
    "app_label": "programs",
    "url": "tidak/ada",
}


@dataclass
class World:
    """A row for everything that an address may name, and a client per role."""

    folder: Path
    people: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    # Rows written so far per table, as PostgreSQL counts them in this transaction.
    rows_written: dict[str, int] = field(default_factory=dict)
    # Rows were created since they were counted.
    has_new_rows: bool = True

    def __post_init__(self) -> None:
        self.enterprise: Enterprise = EnterpriseFactory(regency_id="35.78")
        self.people = people_around(self.enterprise)
        for name in ("owner", "other_owner", "unverified"):
            record_consent(
                self.people[name], purpose=ConsentPurpose.ACCOUNT, channel="web", language="id"
            )
        _person, self.exporter = make_exporter(self.people["other_owner"], regency_id="35.15")
        self._applications: dict[str, Application] = {}
        self._staff = people_around(EnterpriseFactory(regency_id="35.78"))
        self.clients = {role: self._client(role) for role in ROLES}

    def application(self, scene: str) -> Application:
        """Return the application of the scene; owner and helper are members of its enterprise."""
        if scene not in self._applications:
            self.has_new_rows = True
            enterprise = self.enterprise if scene == "draft" else self._another_enterprise()
            cast = Cast(
                owner=self.people["owner"],
                enterprise=enterprise,
                # The verifier has claimed the application. People outside the matrix recommended
                # and decided, so that no role is refused for lack of a second person.
                verifier=self.people["verifier"],
                analyst=self._staff["analyst"],
                decider=self._staff["decider"],
            )
            file = self._applications[scene] = make_application(cast, **SCENES[scene])  # type: ignore[arg-type]
            for attached in file.attachments.select_related("version"):
                path = self.folder / attached.version.stored_name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(photo().getvalue())
                # What represents the signed original; no signature of it could be read.
                SealedOriginal.objects.create(
                    version=attached.version,
                    stored_name=f"{attached.version.stored_name}.asli",
                    size=1,
                    sha256="0" * 64,
                    signature_count=0,
                )
                path.with_name(f"{path.name}.asli").write_bytes(b"x")
        return self._applications[scene]

    def address_parts(self, route: str, scene: str) -> dict[str, str]:
        """Return values for the parts of an address, each of something that exists."""
        found = {name: str(value) for name, value in self._parts(route, scene).items()}
        if route.startswith("admin/"):
            label = ".".join(route.split("/")[1:3])
            if label in self._rows:
                found["object_id"] = str(self._rows[label])
            if label == "applications.application":
                found["object_id"] = str(self.application(scene or "verification").pk)
        return found

    def _parts(self, route: str, scene: str) -> dict[str, Any]:
        parts = dict(self._known_parts)
        if "application_id" in route or "attachment_id" in route:
            file = self.application(scene or "draft")
            attached = file.attachments.order_by("id").first()
            parts |= {
                "application_id": file.pk,
                "attachment_id": attached.pk if attached else 0,
                "document_id": attached.pk if attached else 0,
            }
        if "<uuid:uid>" in route:
            parts["uid"] = self._of_pooled_order(route)
        if "letter_id" in route and "application_id" in route:
            parts["letter_id"] = letters_of(self.application(scene or "approved")).get().pk
        return parts

    @cached_property
    def _known_parts(self) -> dict[str, Any]:
        self.has_new_rows = True
        owner = self.people["owner"]
        draft = self._draft_edition()
        return {
            **FIXED_PARTS,
            "enterprise_id": self.enterprise.pk,
            "free_enterprise_id": self._another_enterprise().pk,
            "nik": self.enterprise.nik,
            "item_id": self._inbox_item().pk,
            "pk": give_key(owner).pk,
            "job_id": self._export().pk,
            "run_id": self._register_run().pk,
            "check_id": self._bulk_check().pk,
            "edition_id": draft.pk,
            "row_id": draft.reason_texts.latest("pk").pk,
            "user_id": owner.pk,
            "reminder_id": self._reminder().pk,
            "token_id": self._token().pk,
            "objection_id": self._objection().pk,
            "permit_id": make_permit(self.enterprise, self.people["verifier"]).pk,
            # A commitment and a stated change of a permit; the one of the world has none.
            "task": "training",
            "change_id": 1,
            "claim_id": ClaimFactory(user=owner).pk,
            "member_id": self._member().pk,
            "consent_id": self._consent_form().pk,
            "notice_id": self._owner_notice().pk,
            "letter_id": self._letter().pk,
            "batch_id": self._batch().pk,
            "agency_id": self.people["decider"].postings.latest("pk").agency_id,
            "product_uid": self._photo.product.uid,
            "photo_uid": self._photo.uid,
            "product_id": self._shown.pk,
            "maker_id": self._shown.enterprise_id,
            "buyer_request_id": make_request(email=f"{uuid.uuid4().hex}@b.example").pk,
            "file_uid": uuid.uuid4(),
            "standing_id": make_standing(EnterpriseFactory(regency_id="35.15")).pk,
            "next_week": (clock.today() + timedelta(days=7)).isoformat(),
            "content_type_id": ContentType.objects.get_for_model(Application).pk,
            "object_id": self.enterprise.pk,
        }

    def _batch(self) -> SigningBatch:
        decider = self.people["decider"]
        return SigningBatch.objects.create(asked_by=decider, asked_at=clock.now(), total=1)

    def _of_pooled_order(self, route: str) -> uuid.UUID:
        """Return the order, the invitation or the letter that a route names."""
        letter = self._commitment
        if route.startswith("ekspor/pesanan/"):
            return letter.order.uid
        return letter.uid if "surat/" in route else letter.invitation.uid

    @cached_property
    def _commitment(self) -> Commitment:
        """Return a letter to the enterprise of an order whose exporter is outside the matrix."""
        self.has_new_rows = True
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        owner, product = a_member(exporter, owner=self.people["owner"], of=self.enterprise)
        (invitation,) = invited(head, order, product)
        offered(owner, invitation)
        return letters_sent(head, order, planned(head, order))[self.enterprise.pk]

    def _member(self) -> Member:
        return Member.objects.get(enterprise=self.enterprise, user=self.people["helper"])

    def _consent_form(self) -> HelperConsent:
        return HelperConsent.objects.filter(enterprise=self._accountless()).latest("id")

    def _accountless(self) -> Enterprise:
        """Return an enterprise in the region whose owner has no account, with a form that waits."""
        return HelperConsent.objects.get_or_create(
            way=ConsentWay.FORM,
            state=ConsentState.WAITING,
            defaults={
                "enterprise": EnterpriseFactory(regency_id="35.78"),
                "helper": self.people["other_helper"],
                "text": current_text(ConsentPurpose.ON_BEHALF, clock.today()),
                "language": "id",
                "enterprise_name": "Uji",
                "owner_name": "Pemilik",
                "helper_name": "Pendamping",
                # Without bytes behind it.
                "evidence": DocumentVersionFactory(kind=CONSENT_FORM),
                "asked_at": clock.now(),
            },
        )[0].enterprise

    def _owner_notice(self) -> OwnerNotice:
        return OwnerNotice.objects.get_or_create(
            enterprise=self.enterprise,
            helper=self.people["helper"],
            act=HelperAct.JOINED,
            defaults={"at": clock.now()},
        )[0]

    @cached_property
    def _photo(self) -> ProductPhoto:
        """Return a photo of a product that is not in the catalogue."""
        product = ProductFactory(enterprise=self.enterprise)
        return add_photo(self.people["owner"], product, upload=photo(), filename="a.jpg")

    @cached_property
    def _shown(self) -> Product:
        """Return a product of the catalogue."""
        product: Product = ProductFactory(shown_in_catalogue=True, shown_at=clock.now())
        return product

    def _inbox_item(self) -> InboxItem:
        return InboxItem.objects.create(
            message_id=uuid.uuid4(),
            user=self.people["owner"],
            title="Uji",
            body="Uji",
            created_at=clock.now(),
        )

    def _export(self) -> ExportJob:
        return ExportJob.objects.create(
            requested_by=self.people["staff"],
            report="applications",
            format="csv",
            created_at=clock.now(),
        )

    def _register_run(self) -> RegisterRun:
        return RegisterRun.objects.create(
            uploaded_by=self.people["admin"],
            regions=["35.78"],
            filename="uji.csv",
            state=RunState.CHECKED,
            created_at=clock.now(),
        )

    def _bulk_check(self) -> BulkCheck:
        return BulkCheck.objects.create(
            person=self.people["verifier"],
            filename="calon.csv",
            size=1,
            stored_name="uji",
            language="id",
            on=clock.today(),
            created_at=clock.now(),
        )

    def _token(self) -> ApiToken:
        return issue_token(self.people["owner"], "Uji")[1]

    def _objection(self) -> Objection:
        file = self.application("objected")
        return file_objection(self.people["owner"], file.pk, grounds="Penjualan sudah cukup.")

    def _reminder(self) -> Reminder:
        return Reminder.objects.create(
            application=self.application("verification"),
            person=self.people["verifier"],
            on=clock.today(),
            text="Telepon lagi.",
            created_at=clock.now(),
        )

    def _letter(self) -> Letter:
        """Return a letter that waits for a person outside the matrix, of the reviewers' office."""
        letter = self._holder.position.agency.letters.first()
        return letter or waiting_letter(self._holder.position.agency)

    @cached_property
    def _holder(self) -> PositionHolder:
        return office_that_signs(self._staff["decider"])

    def _draft_edition(self) -> Edition:
        edition = Edition.objects.latest("pk")
        return draft_successor(
            self.people["superuser"],
            edition,
            code="rancangan",
            valid_from=clock.today(),
            legal_basis=edition.legal_basis,
        )

    @cached_property
    def _rows(self) -> dict[str, Any]:
        """The key of a row for every list of the admin, by `app.model`."""
        self.has_new_rows = True
        owner, admin = self.people["owner"], self.people["admin"]
        now = clock.now()
        consent = Consent.objects.filter(user=self.people["helper"]).latest("id")
        rows: dict[str, Any] = {
            "reference.holidayoverride": HolidayOverrideFactory(),
            "reference.complaintchannel": ComplaintChannel.objects.first(),
            "accounts.officecontact": Posting.objects.filter(user=admin).latest("id").agency,
            "data_rights.rightsrequest": ask(owner, Right.CORRECT, words="Alamat usaha salah."),
            "enterprises.product": self._photo.product,
            "enterprises.skill": Skill.objects.first(),
            "reference.kbli": Kbli.objects.first(),
            "reference.kblistep": KbliStep.objects.first(),
            "financing.sikpcode": SikpCode.objects.first(),
            "reference.legalparameter": LegalParameter.objects.first(),
            "reference.regency": self.enterprise.regency,
            "accounts.user": owner,
            "accounts.agency": Posting.objects.filter(user=admin).latest("id").agency,
            "accounts.posting": Posting.objects.filter(user=admin).latest("id"),
            "accounts.consent": consent,
            "accounts.consenttext": consent.text,
            "accounts.phoneevent": PhoneEvent.objects.create(
                user=owner, by=admin, action="changed", reason="uji", at=now
            ),
            "accounts.apitoken": self._token(),
            "accounts.securityevent": SecurityEvent.objects.latest("id"),
            "accounts.secondfactorreset": SecondFactorReset.objects.create(
                user=owner, by=admin, reason="uji", at=now
            ),
            "notifications.outboxmessage": enqueue(
                key="claim.decided", recipient=owner, context={}
            ),
            "enterprises.helperconsent": self._consent_form(),
            "enterprises.ownernotice": self._owner_notice(),
            "enterprises.claim": Claim.objects.create(
                enterprise=self.enterprise, user=self.people["other_owner"], created_at=now
            ),
            "enterprises.niksearch": NikSearch.objects.create(user=admin, at=now, found=0),
            "enterprises.enterprise": self.enterprise,
            "letters.position": self._holder.position,
            "letters.positionholder": self._holder,
            "letters.numbersource": self._holder.position.agency.number_sources.first(),
            "programs.edition": Edition.objects.first(),
            "programs.requirement": Requirement.objects.first(),
            "programs.rule": Rule.objects.first(),
            "programs.stage": Stage.objects.first(),
            "programs.scheme": Scheme.objects.get(code="kur-mikro"),
        }
        return {label: row.pk for label, row in rows.items()}

    def _another_enterprise(self) -> Enterprise:
        enterprise: Enterprise = EnterpriseFactory(regency_id="35.78")
        for name in ("owner", "helper"):
            open_membership(self.people[name], enterprise, channel="web")
        return enterprise

    def _client(self, role: str) -> Client:
        if role == "visitor":
            found = Client()
        elif role in ("unverified", "other_owner", "helper", "other_helper"):
            found = Client()
            found.force_login(self.people[role], backend=BACKEND)
        else:
            found = proven_client(self.people[role])
        found.raise_request_exception = False
        return found
