#!/usr/bin/env bash
# Cases x 2 models against an instant endpoint, 32 at a time, everything kept: ours, promptfoo and (BEFORE=DIR with another
# tree of Metier) an earlier program, taking turns.
# Arguments: cases (5000), rounds (2).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cases=${1:-5000} rounds=${2:-2}
compile "$root"/bench/src/main/java/dev/metier/bench/FixedDelayServer.java
find_promptfoo
start_endpoint 0 "$scratch/log"
project "$scratch/p" "$port" "mock-a mock-b" "$cases"
cd "$scratch/p"
machine
results=$((cases * 2))

# written: bytes that this script and what it waited for wrote so far, as the system counts them for disks; 0 where it
# does not.
written() { awk '/^write_bytes/ { n = $2 } END { print n + 0 }' "/proc/$$/io" 2>/dev/null || echo 0; }

# ours ROUND NAME PROGRAM
ours() {
  rm -rf .metier
  local before
  before=$(written)
  measured "$2 $1" "$3" qualify --full --concurrency 32 >"$scratch/$2.out" 2>"$scratch/$2.err" ||
    { cat "$scratch/$2.err"; tail -5 "$scratch/$2.out"; exit 1; }
  tail -n 1 "$scratch/$2.out"
  echo "  written on the way: $((($(written) - before) / results)) bytes a result"
  echo "$wall" >>"$scratch/$2.wall"; echo "$cpu" >>"$scratch/$2.cpu"; echo "$rss" >>"$scratch/$2.rss"
  local kept
  kept=$("$3" export --format csv | grep -c "^[0-9]")
  [ "$kept" -eq "$results" ] || { echo "bench: only $kept of $results results were kept." >&2; exit 1; }
  local bytes
  bytes=$(du -sb .metier | cut -f 1)
  echo "  kept: $((bytes / results)) bytes a result ($(du -b .metier/ledger.db | cut -f 1) ledger, $bytes with the report)"
}

theirs() {
  rm -rf "$PROMPTFOO_CONFIG_DIR" out.json
  mkdir -p "$PROMPTFOO_CONFIG_DIR"
  local before
  before=$(written)
  measured "promptfoo $1" node "$promptfoo" eval -c promptfooconfig.yaml --no-cache --no-table --no-progress-bar -j 32 -o out.json \
    >"$scratch/theirs.out" 2>"$scratch/theirs.err" || { tail -20 "$scratch/theirs.err" "$scratch/theirs.out"; exit 1; }
  tail -n 1 "$scratch/theirs.out"
  echo "  written on the way: $((($(written) - before) / results)) bytes a result"
  echo "$wall" >>"$scratch/theirs.wall"; echo "$cpu" >>"$scratch/theirs.cpu"; echo "$rss" >>"$scratch/theirs.rss"
  echo "  kept: $((($(du -sb "$PROMPTFOO_CONFIG_DIR" | cut -f 1) + $(du -b out.json | cut -f 1)) / results)) bytes a result"
}

for ((round = 1; round <= rounds; round++)); do
  ours "$round" metier "$metier"
  if [ -n "${BEFORE:-}" ]; then ours "$round" before "$BEFORE/metier"; fi
  if [ -n "$promptfoo" ]; then theirs "$round"; fi
done
for what in wall cpu rss; do
  mine=$(median <"$scratch/metier.$what")
  if [ -n "$promptfoo" ]; then
    other=$(median <"$scratch/theirs.$what")
    awk -v w="$what" -v a="$mine" -v b="$other" 'BEGIN { printf "%-5s median: ours %s, promptfoo %s: %.1f times less\n", w, a, b, b / a }'
  else
    echo "$what median: ours $mine"
  fi
  if [ -n "${BEFORE:-}" ]; then
    awk -v w="$what" -v a="$mine" -v b="$(median <"$scratch/before.$what")" 'BEGIN { printf "%-5s median: ours %s, before %s: new / old %.2f\n", w, a, b, a / b }'
  fi
done
