"""Enterprises, their people and their files."""

from enterprises.models.document import DocumentVersion
from enterprises.models.enterprise import Enterprise
from enterprises.models.member import Claim, Member

__all__ = ["Claim", "DocumentVersion", "Enterprise", "Member"]
