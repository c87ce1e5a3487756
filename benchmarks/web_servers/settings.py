"""All that the portal's worker asks the settings for, without the portal: the longest bodies."""

from benchmarks.web_servers.small_app import LONGEST, LONGEST_AT

REQUEST_MAX_BYTES = LONGEST
REQUEST_MAX_BYTES_AT = LONGEST_AT
