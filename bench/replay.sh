#!/usr/bin/env bash
# Real outcomes replayed through the qualifier: calls and verdicts against the full run. Arguments: other bars.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
if [ ! -d "$data/zeroeval" ] || [ ! -d "$data/bfcl-2024-08" ]; then
  echo "SKIPPED: no recorded outcomes at $data (DATA=DIR names another folder); nothing was measured." >&2
  exit 0
fi
compile "$root"/bench/src/main/java/dev/metier/bench/{Bench,Replay}.java
machine
java_main dev.metier.bench.Replay "$data" "$@"
