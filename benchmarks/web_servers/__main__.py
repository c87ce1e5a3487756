"""`python -m benchmarks.web_servers`."""

from benchmarks.web_servers.trial import main

if __name__ == "__main__":
    raise SystemExit(main())
