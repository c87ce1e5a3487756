"""What may be asked to be corrected, and how a field of a request is named. Pure."""

# Particulars of the enterprise that its owner can change. NIB, NIK and legal form identify it in
# the register; the phone number decides nothing.
PARTICULARS = (
    "name",
    "regency",
    "address",
    "sector",
    "kbli",
    "founded_on",
    "workers",
    "owner_capital",
    "loan_capital",
    "annual_sales",
    "npwp",
)
ENTERPRISE = "enterprise."


def particulars_in(fields: list[str] | tuple[str, ...]) -> list[str]:
    """Return the particulars among `fields`, without their prefix, in the order of the form."""
    return [name for name in PARTICULARS if f"{ENTERPRISE}{name}" in fields]


def unknown_particulars(fields: list[str]) -> list[str]:
    """Return the fields of the enterprise among `fields` that nobody may ask for."""
    known = {f"{ENTERPRISE}{name}" for name in PARTICULARS}
    return [field for field in fields if field.startswith(ENTERPRISE) and field not in known]
