"""What identifies a firm: the domain of its address. Pure."""

from typing import Final

# Domains whose addresses anyone gets without saying who they are.
FREE_MAIL: Final = frozenset(
    {
        "126.com", "163.com", "aol.com", "fastmail.com", "gmail.com", "gmx.com", "gmx.de",
        "gmx.net", "googlemail.com", "hey.com", "hotmail.co.uk", "hotmail.com", "hotmail.fr",
        "icloud.com", "live.com", "live.nl", "mac.com", "mail.com", "mail.ru", "me.com",
        "msn.com", "naver.com", "outlook.com", "pm.me", "proton.me", "protonmail.com", "qq.com",
        "rocketmail.com", "t-online.de", "tutanota.com", "web.de", "yahoo.co.id", "yahoo.co.jp",
        "yahoo.co.uk", "yahoo.com", "yahoo.de", "yahoo.fr", "yandex.com", "yandex.ru", "ymail.com",
        "zoho.com",
    }
)  # fmt: skip
# Those that have a domain in every country.
_BRANDS: Final = frozenset({"gmx", "hotmail", "live", "outlook", "yahoo", "yandex"})


def domain_of(address: str) -> str:
    """Return the domain of an address in small letters."""
    return address.rpartition("@")[2].strip().rstrip(".").lower()


def without_tag(address: str) -> str:
    """Return an address in small letters without what follows `+`: it reaches the same box."""
    name, _at, domain = address.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def is_same_firm(domain: str, other: str) -> bool:
    """Tell whether two domains of firms are one firm's: the same, or one below the other."""
    return domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}")


def is_free_mail(domain: str) -> bool:
    """Tell whether the domain gives addresses to anyone, in whichever country.

    A numeric address in place of a name does not identify a firm either.
    """
    brand = domain.partition(".")[0]
    return domain in FREE_MAIL or brand in _BRANDS or domain.startswith("[")
