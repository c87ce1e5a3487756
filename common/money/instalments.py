"""Instalment tables in whole rupiah. Pure, decimal arithmetic throughout.

"6 %" of the public schemes is an effective rate: a twelfth of it is charged each month on what is
still owed, paid by equal instalments (annuity).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final, Literal, get_args

from common.coded_error import CodedError

Method = Literal["annuity", "flat", "declining"]

MAX_PRINCIPAL: Final = 10**13
MAX_MONTHS: Final = 600
_PRECISION: Final = 60


class InstalmentError(CodedError):
    """`code` is principal_range, months_range, rate_range or method_unknown."""


@dataclass(frozen=True)
class Instalment:
    """One month; all amounts in rupiah, `balance` is what is owed after it."""

    n: int
    principal: int
    interest: int
    total: int
    balance: int


def annuity(principal: int, rate: Decimal, months: int) -> int:
    """Return the equal monthly instalment in rupiah, rounded half up.

    `rate` is per year (0.06 is 6 %). Raises InstalmentError outside principal 1..10^13, rate 0..1,
    months 1..600.
    """
    _check(principal, rate, months)
    with localcontext(prec=_PRECISION):
        monthly = rate / 12
        shrink = 1 - (1 + monthly) ** -months
        # Also for a rate so small that 1 plus its twelfth is rounded to 1.
        if shrink == 0:
            return _round(Decimal(principal) / months)
        return _round(principal * monthly / shrink)


def schedule(
    *, principal: int, annual_rate: Decimal, months: int, method: Method
) -> list[Instalment]:
    """Return the table of a loan; its principals add up to `principal` exactly.

    `flat` charges interest on the first principal, `declining` on the balance with equal
    principals, `annuity` on the balance with equal totals. The last instalment takes the rounding
    difference. Raises InstalmentError as `annuity` does, and for an unknown method.
    """
    _check(principal, annual_rate, months)
    if method not in get_args(Method):
        raise InstalmentError("method_unknown")
    with localcontext(prec=_PRECISION):
        monthly = annual_rate / 12
        level = annuity(principal, annual_rate, months) if method == "annuity" else 0
        share = _round(Decimal(principal) / months)
        balance, rows = principal, []
        for n in range(1, months + 1):
            interest = _round((principal if method == "flat" else balance) * monthly)
            due = level - interest if method == "annuity" else share
            part = balance if n == months else min(max(due, 0), balance)
            balance -= part
            rows.append(Instalment(n, part, interest, part + interest, balance))
    return rows


def _check(principal: int, rate: Decimal, months: int) -> None:
    if not 1 <= principal <= MAX_PRINCIPAL:
        raise InstalmentError("principal_range")
    if not 1 <= months <= MAX_MONTHS:
        raise InstalmentError("months_range")
    if not (rate.is_finite() and 0 <= rate <= 1):
        raise InstalmentError("rate_range")


def _round(amount: Decimal) -> int:
    return int(amount.to_integral_value(rounding=ROUND_HALF_UP))
