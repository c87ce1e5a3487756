"""The letters of an edition for a template, and the findings about a letter."""

from typing import Final

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from common.files.signatures.found import Signatures
from enterprises.messages.signatures import signature_lines
from letters.messages import letter_in_words
from letters.policies.codes import written
from letters.selectors.verified import Verified
from letters.services.file_verification import CheckedFile
from programs.models import Edition

register = template.Library()
_MAY_BREAK: Final = SafeString("/<wbr>")


@register.simple_tag
def letters_in_words(edition: Edition) -> list[tuple[str, str]]:
    """Return title and text of each letter of the edition (`with_rows`)."""
    questions = list(edition.questions.all())
    return [letter_in_words(letter, questions) for letter in edition.letters.all()]


@register.filter
def code_of(found: Verified) -> str:
    """Return the code of a document as it is printed."""
    return written(found.code)


@register.filter
def breakable(number: str) -> SafeString:
    """Return the number of a letter, which may break after its slashes on a narrow screen."""
    return format_html_join(_MAY_BREAK, "{}", ((part,) for part in number.split("/")))


@register.filter
def in_sentences(checked: CheckedFile) -> list[str]:
    """Return a sentence for each signature of a file, and what was not checked."""
    return signature_lines(Signatures(len(checked.signatures), checked.signatures))
