"""Enterprises, their people and their files."""

from enterprises.models.capacity_promise import CapacityPromise
from enterprises.models.capacity_viewer import CapacityViewer
from enterprises.models.capacity_week import CapacityWeek
from enterprises.models.claim import Claim
from enterprises.models.credential import Credential
from enterprises.models.document import DocumentVersion
from enterprises.models.enterprise import Enterprise
from enterprises.models.helper_consent import HelperConsent
from enterprises.models.helper_invitation import HelperInvitation
from enterprises.models.member import Member
from enterprises.models.nik_search import NikSearch
from enterprises.models.original import SealedOriginal
from enterprises.models.owner_notice import OwnerNotice
from enterprises.models.post import Post
from enterprises.models.preview import DocumentPreview
from enterprises.models.product import Product, ProductCertificate
from enterprises.models.product_photo import ProductPhoto
from enterprises.models.scan import DocumentScan
from enterprises.models.skill import Skill, SkilledWorkers

__all__ = [
    "CapacityPromise",
    "CapacityViewer",
    "CapacityWeek",
    "Claim",
    "Credential",
    "DocumentPreview",
    "DocumentScan",
    "DocumentVersion",
    "Enterprise",
    "HelperConsent",
    "HelperInvitation",
    "Member",
    "NikSearch",
    "OwnerNotice",
    "Post",
    "Product",
    "ProductCertificate",
    "ProductPhoto",
    "SealedOriginal",
    "Skill",
    "SkilledWorkers",
]
