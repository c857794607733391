#!/bin/sh
# Runs a command of the product in its own environment, from any folder: backend/doimoi.sh doctor
here=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd) || exit
folder=var
if [ "${1-}" = demo ]; then
  # Sample data never lie beside real ones, and both can run at the same time.
  folder=var-demo
  export DOIMOI_PORT="${DOIMOI_PORT:-8010}"
fi
export DOIMOI_VAR="${DOIMOI_VAR:-$here/$folder}" DOIMOI_FRONTEND="${DOIMOI_FRONTEND:-$here/frontend/dist}"
export PYTHONPATH="$here/backend${PYTHONPATH:+:$PYTHONPATH}"
exec "$here/.venv/bin/python" -m doimoi "$@"
