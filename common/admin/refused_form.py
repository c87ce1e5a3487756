"""A form whose row was refused while it was saved, although the form was valid."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

CHANGED_MEANWHILE: Final = _(
    "Belum tersimpan: data lain yang disimpan pada saat yang sama tidak cocok dengan isian ini. "
    "Periksa isiannya, lalu simpan lagi."
)


def refused_form(form: Any, why: str) -> Any:
    """Return a class of the form that is never valid and says why above its fields."""

    def clean(self: Any) -> Any:
        cleaned = form.clean(self)
        self.add_error(None, why)
        return cleaned

    return type(form)(form.__name__, (form,), {"clean": clean})
