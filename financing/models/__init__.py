"""Borrowers' particulars for SIKP, its codes, and the log of files for it."""

from financing.models.borrower import Borrower
from financing.models.sikp import SikpExport, SikpExportLine
from financing.models.sikp_code import SikpCode

__all__ = ["Borrower", "SikpCode", "SikpExport", "SikpExportLine"]
