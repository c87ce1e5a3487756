"""The signatures of a file in words."""

from django import template

from enterprises.messages.signatures import signature_lines
from enterprises.selectors.originals import Seal, seal_of

register = template.Library()
register.filter("seal", seal_of)


@register.filter
def in_sentences(seal: Seal) -> list[str]:
    """Return a sentence for each signature, and what was not checked."""
    return signature_lines(seal.signatures)
