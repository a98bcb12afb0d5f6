#!/usr/bin/env bash
# How long a client waits when a job's first model says 429, 500 or 503 and its fallback answers; goal: under 0.2 s.
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || { echo "SKIPPED: python3 is missing (apt-get install python3)." >&2; exit 0; }
machine
python3 "$root/bench/fallback.py" "$metier" "$scratch"
