"""What SIKP asks of a borrower, and the files for it that were taken out."""

from financing.models.borrower import Borrower
from financing.models.sikp import SikpExport, SikpExportLine
from financing.models.sikp_code import SikpCode

__all__ = ["Borrower", "SikpCode", "SikpExport", "SikpExportLine"]
