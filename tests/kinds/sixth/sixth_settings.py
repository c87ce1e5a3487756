"""The settings of the tests with a sixth kind of programme."""

from umkm_portal.settings import kinds

kinds.PROGRAM_KINDS.append("hibah")

from umkm_portal.settings.test import *  # noqa: E402, F403
