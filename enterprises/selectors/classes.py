"""Both UMKM classes of an enterprise, with the article each one is based on."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from common.law.citation import article_text, source_name
from enterprises.enums import UmkmClass
from enterprises.models import Enterprise
from enterprises.policies.classification import (
    Scale,
    Thresholds,
    classify_by_capital,
    classify_by_sales,
)
from reference.selectors.parameters import parameter, thresholds

Criterion = Literal["capital", "sales"]


@dataclass(frozen=True)
class ClassPair:
    """By capital for registration, by annual sales for support programmes (PP 7/2021 art 35).

    The two may differ and both are valid. A limit is the class's upper bound in rupiah, inclusive;
    large has none. Without sales, as for a future entrepreneur, there is no class by sales.
    """

    by_capital: UmkmClass
    by_sales: UmkmClass | None
    capital_basis: str
    sales_basis: str
    capital_limit: int | None
    sales_limit: int | None

    @property
    def legal_basis(self) -> str:
        """The articles in one line."""
        return "; ".join(basis for basis in (self.capital_basis, self.sales_basis) if basis)


def classes(enterprise: Enterprise, on: date) -> ClassPair:
    """Return the classes by the thresholds in force; raises MissingParameterError without them."""
    return classify(enterprise.capital, enterprise.annual_sales, on)


def classify(capital: int, annual_sales: int | None, on: date) -> ClassPair:
    """Return the classes of amounts in rupiah; capital is own plus loan, without real estate."""
    capital_bounds = Thresholds(**thresholds("capital", on)._asdict())
    sales_bounds = Thresholds(**thresholds("sales", on)._asdict())
    by_capital = classify_by_capital(capital, capital_bounds)
    by_sales = None if annual_sales is None else classify_by_sales(annual_sales, sales_bounds)
    return ClassPair(
        by_capital=UmkmClass(by_capital),
        by_sales=UmkmClass(by_sales) if by_sales else None,
        capital_basis=_basis("capital", by_capital, on),
        sales_basis=_basis("sales", by_sales, on) if by_sales else "",
        capital_limit=getattr(capital_bounds, by_capital, None),
        sales_limit=getattr(sales_bounds, by_sales, None) if by_sales else None,
    )


def _basis(criterion: Criterion, scale: Scale, on: date) -> str:
    """Return the article of the class; for large, the article of medium, which it exceeds."""
    row = parameter(f"umkm.{criterion}.{'medium' if scale == 'large' else scale}", on)
    # Not `common.law.citation.citation`: with a space it reads as one name, also within brackets.
    return f"{source_name(row.legal_basis)} {article_text(row.article)}".strip()
