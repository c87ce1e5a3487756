"""The kinds of programme, in the order people see them. A kind is one folder and its line here."""

PROGRAM_KINDS: list[str] = [
    "financing",
    "permits",
    "mentoring",
    "exhibitions",
    "training",
]
