#!/usr/bin/env bash
# Writes the exact versions that pyproject.toml resolves to, with their hashes, into requirements/.
# With --upgrade, takes the newest that its ranges allow.
set -euo pipefail
cd "$(dirname "$0")/.."

lock() {
    local list=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --output-file "requirements/$list.txt" "$@"
    printf '%s\n' "# Made by \`make lock\` from pyproject.toml." | cat - "requirements/$list.txt" >"requirements/$list.new"
    mv "requirements/$list.new" "requirements/$list.txt"
    echo "requirements/$list.txt: $(grep -c '^[a-z]' "requirements/$list.txt") packages"
}

lock run pyproject.toml "$@"
# The running planner with what speaks S3, in the same versions.
lock s3 pyproject.toml --extra s3 --constraints requirements/run.txt "$@"
lock installer --group installer "$@"
lock build --group build "$@"
# The same versions in the tests as when it runs.
lock dev --group dev --constraints requirements/run.txt "$@"
.venv/bin/python scripts/bill_of_materials.py
