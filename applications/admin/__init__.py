"""The officials' side of applications: their queue, and one file on one screen."""

from applications.admin import application

__all__ = ["application"]
