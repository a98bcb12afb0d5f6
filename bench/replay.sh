#!/usr/bin/env bash
# Real outcomes replayed through the qualifier: calls and verdicts against the full run. Arguments: other bars; or
# `orders`, a number of random orders (40) and a seed, for the rules alone.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
if [ ! -d "$data/zeroeval" ] || [ ! -d "$data/bfcl-2024-08" ]; then
  echo "SKIPPED: no recorded outcomes at $data (DATA=DIR names another folder); nothing was measured." >&2
  exit 0
fi
compile "$root"/bench/src/main/java/dev/metier/bench/{Bench,Replay,ReplayOrders}.java
machine
if [ "${1:-}" = orders ]; then
  shift
  java_main dev.metier.bench.ReplayOrders "$data" "$@"
  exit
fi
java_main dev.metier.bench.Replay "$data" "$@"
