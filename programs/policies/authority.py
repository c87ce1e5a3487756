"""Which office examines a file: the regency's or the province's. Pure."""

from typing import Final

from programs.enums import Authority

# The answer by which a cooperative or a group says where its members are.
MEMBERS_FACT: Final = "members_elsewhere"
# The class by annual sales that is the regency's task (UU 23/2014, Lampiran); larger ones are the
# province's here, since the portal has no national office.
REGENCY_CLASS: Final = "micro"


def is_provincial(
    authority: str, *, class_by_sales: str | None, members_elsewhere: bool | None
) -> bool:
    """Tell whether the province's office examines; an unknown answer leaves it to the regency.

    By class a micro enterprise belongs to the regency and a larger one to the province; by members
    a cooperative or group with members in several regencies belongs to the province.
    """
    match Authority(authority):
        case Authority.CLASS:
            return class_by_sales not in (None, REGENCY_CLASS)
        case Authority.MEMBERS:
            return members_elsewhere is True
        case Authority.REGENCY:
            return False
