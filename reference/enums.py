"""Enumerations of reference data, importable without the models."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Confidence(TextChoices):
    """How well a figure of the law is known; only HIGH or a verified row may block an applicant."""

    HIGH = "H", _("Naskah peraturan")
    MEDIUM = "M", _("Satu sumber sekunder")
    LOW = "L", _("Perlu diperiksa")


class RegencyKind(TextChoices):
    """The two kinds of second-level region."""

    REGENCY = "kabupaten", _("Kabupaten")
    CITY = "kota", _("Kota")


class Sector(TextChoices):
    """The five priority sectors, and everything else."""

    FURNITURE = "furniture", _("Mebel")
    FASHION = "fashion", _("Fesyen")
    AGRIBUSINESS = "agribusiness", _("Agrobisnis")
    HANDICRAFT = "handicraft", _("Kerajinan")
    SPA = "spa", _("Spa")
    OTHER = "other", _("Lainnya")


class KbliVersion(TextChoices):
    """Editions of KBLI, the national classification of business fields."""

    KBLI_2020 = "2020", "KBLI 2020"
    KBLI_2025 = "2025", "KBLI 2025"


class KbliRelation(TextChoices):
    """How a code of KBLI 2020 continues in KBLI 2025."""

    ONE_TO_ONE = "1:1", _("menjadi")
    SPLIT = "split", _("dipecah menjadi")
    MERGED = "merge", _("digabung ke dalam")
    ENDED = "ended", _("dihapus")


class AgencyField(TextChoices):
    """What an agency is responsible for; with its region it makes an official's scope."""

    COOPERATIVES = "cooperatives_sme", _("Koperasi dan usaha mikro, kecil, menengah")
    INDUSTRY_TRADE = "industry_trade", _("Perindustrian dan perdagangan")
    HEALTH = "health", _("Kesehatan")
    INVESTMENT = "investment_licensing", _("Penanaman modal dan perizinan")
    LABOUR = "labour", _("Tenaga kerja")
