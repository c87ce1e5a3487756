"""An enterprise allows exporters to see its capacity, and ends that."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import InvalidInput, NotFound, NotPermitted
from enterprises.models import CapacityViewer, Enterprise
from enterprises.selectors.exporters import exporters
from enterprises.selectors.posts import is_signing_owner


@transaction.atomic
def allow_exporter(actor: User, enterprise: Enterprise, exporter_id: int) -> CapacityViewer:
    """Let an exporter see the capacity from now on; repeating changes nothing.

    Raises NotPermitted, InvalidInput `unknown_exporter` for a non-exporter, or the enterprise
    itself.
    """
    Enterprise.objects.select_for_update(no_key=True).only("pk").get(pk=enterprise.pk)
    _require_choice(actor, enterprise)
    exporter = exporters().exclude(pk=enterprise.pk).filter(pk=exporter_id).first()
    if exporter is None:
        text = _("Pilih eksportir dari daftar.")
        raise InvalidInput("unknown_exporter", text, field="exporter")
    viewer, _created = CapacityViewer.objects.get_or_create(
        enterprise=enterprise,
        exporter=exporter,
        ended_at=None,
        defaults={"allowed_by": actor, "allowed_at": clock.now()},
    )
    return viewer


@transaction.atomic
def end_exporter(actor: User, enterprise: Enterprise, viewer_id: int) -> CapacityViewer:
    """End what an exporter may see; what is promised stays promised.

    Raises NotPermitted, NotFound for one that does not see it now.
    """
    Enterprise.objects.select_for_update(no_key=True).only("pk").get(pk=enterprise.pk)
    _require_choice(actor, enterprise)
    rows = CapacityViewer.objects.filter(enterprise=enterprise, ended_at__isnull=True)
    viewer = rows.select_related("exporter").filter(pk=viewer_id).first()
    if viewer is None:
        raise NotFound("not_found", _("Eksportir ini sudah tidak melihat kapasitas Anda."))
    viewer.ended_at, viewer.ended_by = clock.now(), actor
    viewer.save(update_fields=["ended_at", "ended_by"])
    return viewer


def _require_choice(actor: User, enterprise: Enterprise) -> None:
    if not is_signing_owner(actor, enterprise):
        raise NotPermitted(
            "owner_only",
            _("Hanya pemilik usaha, atau ketua dan direkturnya, yang memilih eksportir."),
        )
