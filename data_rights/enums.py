"""Choices about the rights of people over their data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Right(TextChoices):
    """What a person may request (UU 27/2022); consent is withdrawn on the account page itself."""

    COPY = "copy", _("salinan data")
    CORRECT = "correct", _("perbaikan data")
    RESTRICT = "restrict", _("pembatasan pemrosesan")
    ERASE = "erase", _("penghapusan data")


class Answer(TextChoices):
    """How a request ended."""

    DONE = "done", _("dipenuhi")
    PARTLY = "partly", _("dipenuhi sebagian")
    REFUSED = "refused", _("tidak dapat dipenuhi")
