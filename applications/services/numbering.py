"""Reference numbers that can be read out over the telephone."""

from django.db import connection

from programs.models import Scheme


def next_number(scheme: Scheme, year: int) -> str:
    """Return a number such as KURM-26-0000123-6: prefix, year, running number, check digit (Luhn).

    The sequence is not rolled back with its transaction: numbers are unique, not gapless.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('applications_number')")
        (running,) = cursor.fetchone()
    return format_number(scheme.number_prefix, year, running)


def format_number(prefix: str, year: int, running: int) -> str:
    """Return the number in its written form."""
    digits = f"{year % 100:02d}{running:07d}"
    return f"{prefix}-{digits[:2]}-{digits[2:]}-{luhn_digit(digits)}"


def luhn_digit(digits: str) -> int:
    """Return the digit that makes `digits` pass the Luhn check."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        figure = int(char) * (2 if index % 2 == 0 else 1)
        total += figure - 9 if figure > 9 else figure
    return -total % 10
