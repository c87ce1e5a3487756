"""The kinds of letters that editions know, by their codes."""

from letters.models import LetterTemplate


def letter_kinds() -> dict[str, str]:
    """Return the names of all letters by code; the latest edition names them."""
    found = LetterTemplate.objects.order_by("pk").only("code", "title_id", "title_en")
    names = {each.code: each.name for each in found}
    return dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))
