#!/usr/bin/env bash
# Routers, cascades and choices on recorded outcomes. Arguments: some of cascades, jobs, choice, bfcl, gsm8k, mmlu.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
for set in routellm bfcl-2024-08 reasoning-gym zeroeval; do
  if [ ! -d "$data/$set" ]; then
    echo "SKIPPED: no recorded outcomes at $data/$set (DATA=DIR names another folder); nothing was measured." >&2
    exit 0
  fi
done
compile "$root"/bench/src/main/java/dev/metier/bench/Routing*.java
machine
java_main dev.metier.bench.Routing "$data" "$@"
