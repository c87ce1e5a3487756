"""The texts of an edition: labels of outcomes, and prepared reasons."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.law.history import track_history
from common.text.translated import Translated
from programs.enums import Opinion, Transition
from programs.models.frozen import frozen_in_use
from programs.models.scheme import Edition


@track_history()
class OutcomeWord(models.Model):
    """A scheme's label of a state: KUR uses *siap dibawa ke bank*, never *disetujui*."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="outcome_words")
    state = models.CharField(_("keadaan"), max_length=20)
    word_id = models.CharField(_("sebutan"), max_length=80)
    word_en = models.CharField(_("sebutan (Inggris)"), max_length=80)
    next_step_id = models.TextField(_("langkah berikut"), blank=True)
    next_step_en = models.TextField(_("langkah berikut (Inggris)"), blank=True)

    word = Translated()
    next_step = Translated()

    class Meta:
        verbose_name = _("sebutan hasil")
        verbose_name_plural = pgettext_lazy("jamak", "sebutan hasil")
        constraints = [
            models.UniqueConstraint(fields=("edition", "state"), name="outcome_word_unique"),
        ]
        triggers = [frozen_in_use()]

    def __str__(self) -> str:
        return self.word


OPINION_CHOICES = [
    (str(Opinion.POSITIVE), _("Layak")),
    (str(Opinion.CONDITIONAL), _("Layak dengan catatan")),
    (str(Opinion.NEGATIVE), _("Belum layak")),
]
_WITH_OPINION = [str(t) for t in (Transition.RECOMMEND, Transition.APPROVE, Transition.REJECT)]


@track_history()
class ReasonText(models.Model):
    """A prepared reason for one transition, which an official may choose and then edit.

    It is offered with the recommendation of `opinion`, or with the decision after one; blank fits
    any. It does not affect any verdict, so unlike the other rows it may change while the edition is
    in use.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="reason_texts")
    transition = models.CharField(_("tindakan"), max_length=20)
    code = models.SlugField(_("kode"), max_length=40)
    text_id = models.CharField(_("kalimat"), max_length=400)
    text_en = models.CharField(_("kalimat (Inggris)"), max_length=400)
    position = models.PositiveSmallIntegerField(_("urutan"))
    opinion = models.CharField(
        _("arah rekomendasi"), max_length=12, choices=OPINION_CHOICES, blank=True
    )

    text = Translated()

    class Meta:
        verbose_name = _("alasan siap pakai")
        verbose_name_plural = pgettext_lazy("jamak", "alasan siap pakai")
        ordering = ("edition_id", "transition", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("edition", "transition", "code"), name="reason_text_unique"
            ),
            models.CheckConstraint(
                condition=Q(opinion="")
                | Q(opinion__in=[str(o) for o in Opinion], transition__in=_WITH_OPINION),
                name="reason_text_opinion_known",
                violation_error_message=_("Tindakan ini tidak mempunyai arah rekomendasi."),
            ),
        ]

    def __str__(self) -> str:
        return self.code
