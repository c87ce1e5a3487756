#!/usr/bin/env python
"""Run a management command against the servers of the running portal."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command with the settings for development unless the environment names others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umkm_portal.settings.dev")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
