#!/usr/bin/env bash
# What is reported for endpoints of 0, 50 and 500 ms at 32 in flight, against what the server measured for each answer and,
# where it may (root on Linux, with Python), against the kernel's times of the packets.
# Arguments: rounds (1).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compile "$root"/bench/src/main/java/dev/metier/bench/{FixedDelayServer,Truth}.java
find_promptfoo
machine

# watch FILE: notes the packets of the endpoint's port until unwatch.
watch() {
  observer=
  : >"$scratch/observer.out"
  python3 "$root/bench/packets.py" "$port" "$1" >"$scratch/observer.out" 2>"$scratch/observer.err" &
  local started=$! waited=0
  until [ -s "$scratch/observer.out" ] || [ "$waited" -ge 50 ] || ! kill -0 "$started" 2>/dev/null; do
    sleep 0.1
    waited=$((waited + 1))
  done
  if [ -s "$scratch/observer.out" ]; then
    observer=$started
    pids+=("$observer")
  else
    kill "$started" 2>/dev/null || true
    echo "SKIPPED: packets cannot be watched here ($(tail -n 1 "$scratch/observer.err")); only the server's own times are compared." >&2
  fi
}

# unwatch: ends it and fails when there was none.
unwatch() {
  [ -n "$observer" ] || return 1
  kill "$observer"
  wait "$observer" || true
}

for ((round = 1; round <= ${1:-1}; round++)); do
  for millis in 0 50 500; do
    cases=2000
    [ "$millis" -lt 500 ] || cases=640
    start_endpoint "$millis" "$scratch/ours.tsv"
    watch "$scratch/packets.tsv"
    project "$scratch/p" "$port" mock-a "$cases"
    cd "$scratch/p"
    rm -rf .metier
    "$metier" qualify --full --concurrency 32 >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
    stop_endpoint
    "$metier" export --format csv -o "$scratch/ours.csv"
    java_main dev.metier.bench.Truth "metier, $millis ms" "$scratch/ours.tsv" "$scratch/ours.csv"
    if unwatch; then java_main dev.metier.bench.Truth "  by packets" "$scratch/packets.tsv" "$scratch/ours.csv"; fi
    if [ -n "$promptfoo" ]; then
      [ "$cases" -le 640 ] || cases=640
      start_endpoint "$millis" "$scratch/theirs.tsv"
      watch "$scratch/packets.tsv"
      project "$scratch/p" "$port" mock-a "$cases"
      rm -rf "$PROMPTFOO_CONFIG_DIR" "$scratch/theirs.json"
      mkdir -p "$PROMPTFOO_CONFIG_DIR"
      node "$promptfoo" eval -c promptfooconfig.yaml --no-cache --no-table --no-progress-bar -j 32 -o "$scratch/theirs.json" \
        >"$scratch/out" 2>&1 || { tail -20 "$scratch/out"; exit 1; }
      stop_endpoint
      java_main dev.metier.bench.Truth "promptfoo, $millis ms" "$scratch/theirs.tsv" "$scratch/theirs.json"
      if unwatch; then java_main dev.metier.bench.Truth "  by packets" "$scratch/packets.tsv" "$scratch/theirs.json"; fi
    fi
  done
done
