"""Tell partners from offices, and end the postings whose role does not fit where they are held."""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.db.models import Count, Q
from django.utils import timezone

_PARTNER = Q(role="partner")


def _tell_partners_apart(apps: Any, schema_editor: Any) -> None:
    """An agency is a partner when its people in force are partners, or half of them.

    One that is called Dinas is an office. A posting that does not fit ended yesterday: the form let
    an official be posted to a bank.
    """
    agencies, postings = apps.get_model("accounts", "Agency"), apps.get_model("accounts", "Posting")
    yesterday = timezone.localdate() - timedelta(days=1)
    in_force = postings.objects.filter(Q(valid_to=None) | Q(valid_to__gt=yesterday))
    counts = in_force.values("agency").annotate(
        partners=Count("pk", filter=_PARTNER), others=Count("pk", filter=~_PARTNER)
    )
    offices = {*agencies.objects.filter(name__istartswith="dinas ").values_list("pk", flat=True)}
    partners = [
        row["agency"]
        for row in counts
        if row["partners"] >= max(row["others"], 1) and row["agency"] not in offices
    ]
    misfits = in_force.filter(
        (Q(agency__in=partners) & ~_PARTNER) | (~Q(agency__in=partners) & _PARTNER)
    )
    for posting in misfits:
        posting.valid_to = yesterday
        posting.valid_from = min(posting.valid_from, yesterday)
        posting.save(update_fields=["valid_from", "valid_to"])
    agencies.objects.filter(pk__in=partners).update(kind="partner")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_kinds_of_agencies'),
    ]

    operations = [
        migrations.RunPython(_tell_partners_apart, migrations.RunPython.noop),
    ]
