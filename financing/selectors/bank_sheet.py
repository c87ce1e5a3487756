"""Whether an application has a page that its owner takes to a bank."""

from applications.models import Application
from programs.enums import State


def has_bank_sheet(application: Application) -> bool:
    """Tell whether the office has decided to introduce the owner of a KUR application to banks."""
    return application.scheme.uses_sikp and application.state in (State.APPROVED, State.COMPLETED)
