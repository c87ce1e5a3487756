"""The apps of the kinds of programme, in the order in which pages list them."""

PROGRAM_KINDS: list[str] = [
    "financing",
    "permits",
    "mentoring",
    "exhibitions",
    "training",
]
