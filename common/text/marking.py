"""Texts that are translated later, where they are shown. Pure."""


def gettext_noop(text: str) -> str:
    """Mark an Indonesian text for the catalogue of translations, and return it unchanged."""
    return text
