"""The form of a request about one's data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from data_rights.models import MOST_WORDS


class WordsForm(forms.Form):
    """What the person asks for, in their own words."""

    words = forms.CharField(
        label=_("Jelaskan permintaan Anda"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Sebutkan data yang Anda maksud. Jangan menulis NIK atau kata sandi di sini."),
    )
