"""Where people may complain besides the office itself."""

from reference.models import ComplaintChannel


def complaint_channels() -> list[ComplaintChannel]:
    """Return the channels in their order."""
    return list(ComplaintChannel.objects.all())
