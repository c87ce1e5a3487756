"""The letters of an edition for a template."""

from django import template

from letters.messages import letter_in_words
from programs.models import Edition

register = template.Library()


@register.simple_tag
def letters_in_words(edition: Edition) -> list[tuple[str, str]]:
    """Return title and text of each letter of the edition (`with_rows`)."""
    questions = list(edition.questions.all())
    return [letter_in_words(letter, questions) for letter in edition.letters.all()]
