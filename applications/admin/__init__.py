"""Application admin for officials: the review queue and the page of one application."""

from applications.admin import application

__all__ = ["application"]
