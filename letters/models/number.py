"""Numbers of letters, as an office's agenda counts them."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Agency
from common.law.history import track_history
from common.law.validity import DAYS_IN_FORCE, LAST_DAY_BEFORE_FIRST, ValidityPeriod
from letters.enums import NumberWay

_CODE = RegexValidator(r"^[0-9A-Za-z.\-]{1,20}$", _("Tulis huruf, angka, titik atau strip."))
BLOCK_ENDS = _("Blok punya nomor terakhir, tidak di bawah yang pertama; yang lain tidak.")
FIRST_POSITIVE = _("Nomor pertama paling kecil 1.")
NUMBERED_ALREADY = _(
    "Sudah ada sumber nomor untuk surat itu pada sebagian hari itu. Akhiri dahulu yang lama."
)
# Two sources of a code never give numbers at once: the counter's row is the lock. A series or a
# block continues where it stopped, and no number is older than the one before it.
_NEXT_SQL = """
SELECT way, first, last, agency_id, classification, valid_from INTO source
    FROM letters_numbersource s WHERE s.id = NEW.source_id FOR UPDATE;
IF NEW.agency_id <> source.agency_id OR NEW.classification <> source.classification
    OR NEW.year <> EXTRACT(YEAR FROM NEW.given_on) THEN
    RAISE EXCEPTION 'a number is of its source and of its year'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_number_of_its_source';
END IF;
IF source.way = 'typed' THEN
    RETURN NEW;
END IF;
-- A series that went on from another book does so in its first year only.
IF source.way = 'series' AND NEW.year > EXTRACT(YEAR FROM source.valid_from) THEN
    source.first := 1;
END IF;
SELECT max(n.running), max(n.given_on) INTO before, latest FROM letters_letternumber n
    WHERE n.agency_id = NEW.agency_id AND n.classification = NEW.classification
        AND n.year = NEW.year AND n.running >= source.first
        AND (source.last IS NULL OR n.running <= source.last);
IF NEW.running <> COALESCE(before + 1, source.first) OR NEW.running > source.last THEN
    RAISE EXCEPTION 'numbers are given one after the other'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_number_without_gap';
END IF;
IF NEW.given_on < latest THEN
    RAISE EXCEPTION 'no number is older than the one before it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_number_in_order';
END IF;
RETURN NEW;
"""
# A number never changes; it may only be cancelled, once, with a reason.
_STAYS_SQL = """
IF to_jsonb(OLD) - ARRAY['cancelled_at', 'cancelled_by_id', 'cancel_reason']
    IS DISTINCT FROM to_jsonb(NEW) - ARRAY['cancelled_at', 'cancelled_by_id', 'cancel_reason']
    OR OLD.cancelled_at IS NOT NULL THEN
    RAISE EXCEPTION 'a number that was given stays'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_number_stays';
END IF;
RETURN NEW;
"""
# A source that gave numbers never changes; it may only be ended, not before its last number.
_SOURCE_SQL = """
IF to_jsonb(OLD) - ARRAY['valid_to'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['valid_to']
    AND EXISTS (SELECT 1 FROM letters_letternumber n WHERE n.source_id = OLD.id) THEN
    RAISE EXCEPTION 'a source that gave numbers may only be ended'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'number_source_in_use_stays';
END IF;
IF EXISTS (SELECT 1 FROM letters_letternumber n
        WHERE n.source_id = OLD.id AND n.given_on > NEW.valid_to) THEN
    RAISE EXCEPTION 'a source ends on the day of its last number or later'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'number_source_covers_its_numbers';
END IF;
RETURN NEW;
"""


@track_history()
class NumberSource(ValidityPeriod):
    """Where the numbers of an office's letters come from between two days, both included.

    `letter_code` names one letter of the editions; empty is every letter that has no source of its
    own. A block has a `last` number; a series begins at `first` in the year of `valid_from`, since
    it may continue another book, and at 1 in each later year.
    """

    agency = models.ForeignKey(
        Agency, verbose_name=_("dinas"), on_delete=models.PROTECT, related_name="number_sources"
    )
    letter_code = models.SlugField(
        _("kode surat"), max_length=40, blank=True, help_text=_("Kosong berarti semua surat.")
    )
    classification = models.CharField(
        _("kode klasifikasi"),
        max_length=20,
        validators=[_CODE],
        help_text=_("Menurut Permendagri 83/2022, misalnya 500.3.10."),
    )
    unit_code = models.CharField(_("kode unit"), max_length=20, validators=[_CODE])
    way = models.CharField(_("asal nomor"), max_length=10, choices=NumberWay)
    first = models.PositiveIntegerField(_("nomor pertama"), default=1)
    last = models.PositiveIntegerField(_("nomor terakhir"), null=True, blank=True)
    valid_from = models.DateField(_("sejak"))
    valid_to = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("sumber nomor surat")
        verbose_name_plural = pgettext_lazy("jamak", "sumber nomor surat")
        ordering = ("agency_id", "letter_code", "-valid_from")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="number_source_dates_in_order",
                violation_error_message=LAST_DAY_BEFORE_FIRST,
            ),
            models.CheckConstraint(
                condition=Q(way__in=[str(way) for way in NumberWay]),
                name="number_source_way_known",
                violation_error_message=_("Pilih jenis yang tersedia."),
            ),
            models.CheckConstraint(
                condition=Q(way="block", last__isnull=False, last__gte=F("first"))
                | (~Q(way="block") & Q(last__isnull=True)),
                name="number_source_block_ends",
                violation_error_message=BLOCK_ENDS,
            ),
            models.CheckConstraint(
                condition=Q(first__gte=1),
                name="number_source_first_positive",
                violation_error_message=FIRST_POSITIVE,
            ),
            ExclusionConstraint(
                name="number_source_one_at_a_time",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    ("letter_code", RangeOperators.EQUAL),
                    (DAYS_IN_FORCE, RangeOperators.OVERLAPS),
                ],
                violation_error_message=NUMBERED_ALREADY,
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="number_source_in_use_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_SOURCE_SQL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.classification} · {self.get_way_display()}"


class LetterNumber(models.Model):
    """A number that was given to a letter; one of an abandoned letter is cancelled, never reused.

    `running` is None where a number was typed whole. `given_on` is the date of the letter.
    `cancelled_by` is None where no person cancelled it: an objection was upheld by silence.
    """

    source = models.ForeignKey(
        NumberSource, verbose_name=_("sumber"), on_delete=models.PROTECT, related_name="numbers"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    classification = models.CharField(_("kode klasifikasi"), max_length=20)
    year = models.PositiveSmallIntegerField(_("tahun"))
    running = models.PositiveIntegerField(_("nomor urut"), null=True)
    written = models.CharField(_("nomor surat"), max_length=80)
    given_on = models.DateField(_("tanggal"))
    given_at = models.DateTimeField(_("diberikan pada"))
    cancelled_at = models.DateTimeField(_("dibatalkan pada"), null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dibatalkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    cancel_reason = models.TextField(_("alasan batal"), blank=True)

    class Meta:
        verbose_name = _("nomor surat")
        verbose_name_plural = pgettext_lazy("jamak", "nomor surat")
        ordering = ("agency_id", "-year", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=("agency", "classification", "year", "running"),
                name="letter_number_running_once",
            ),
            models.UniqueConstraint(
                fields=("agency", "year", "written"), name="letter_number_written_once"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="letter_number_cancelled_whole",
            ),
        ]
        indexes = [
            # The agenda book of an office and year, the latest first.
            models.Index(fields=("agency", "year", "-id"), name="letter_number_agenda"),
        ]
        triggers = [
            pgtrigger.Protect(name="letter_number_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="letter_number_next",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("source", "record"), ("before", "integer"), ("latest", "date")],
                func=_NEXT_SQL,
            ),
            pgtrigger.Trigger(
                name="letter_number_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_STAYS_SQL,
            ),
        ]

    def __str__(self) -> str:
        return self.written
