# Sourced by ./run and ./test: finds a new enough Python, the rest is bootstrap.py.
set -euo pipefail
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$candidate" operations/launcher/bootstrap.py "$@"
    fi
done
found=$(python3 --version 2>/dev/null) || found="tanpa python3 (no python3)"
echo "Perlu Python 3.11 atau lebih baru; yang ada: $found (needs Python >= 3.11)." >&2
exit 1
