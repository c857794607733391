#!/bin/sh
# Runs a command of the product in its own environment, from any folder: backend/doimoi.sh doctor
here=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd) || exit
export DOIMOI_VAR="${DOIMOI_VAR:-$here/var}" DOIMOI_FRONTEND="${DOIMOI_FRONTEND:-$here/frontend/dist}"
export PYTHONPATH="$here/backend${PYTHONPATH:+:$PYTHONPATH}"
exec "$here/.venv/bin/python" -m doimoi "$@"
