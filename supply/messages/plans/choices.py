"""What an exporter set for a plan, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.text.formats import number
from supply.messages.plans.some_names import some_names
from supply.selectors.plans.member_groups import NEW, group_names


def choice_words(choices: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    """Return a line for each limit, floor and lock; `names` are of members, by invitation."""
    floors = dict(choices.get("floors", {}))
    if choices.get("new_members"):
        floors[NEW] = choices["new_members"]
    groups = group_names(floors)
    return [
        *_limits(choices),
        *(
            _("Paling sedikit %(count)s dari kelompok %(group)s")
            % {"count": number(least), "group": groups.get(code, code)}
            for code, least in sorted(floors.items())
        ),
        *_locks(_("Pasti ikut: %(members)s"), choices.get("in", []), names),
        *_locks(_("Pasti tidak ikut: %(members)s"), choices.get("out", []), names),
    ]


def _limits(choices: Mapping[str, Any]) -> list[str]:
    texts = {
        "max_members": _("Paling banyak %(figure)s anggota"),
        "max_share_percent": _("Bagian terbesar satu anggota %(figure)s persen dari sasaran"),
        "min_grade": _("Nilai paling rendah %(figure)s"),
    }
    return [
        text % {"figure": number(choices[name])}
        for name, text in texts.items()
        if choices.get(name) is not None
    ]


def _locks(text: str, keys: Sequence[int], names: Mapping[int, str]) -> list[str]:
    found = [names[key] for key in keys if key in names]
    return [text % {"members": some_names(found)}] if found else []
