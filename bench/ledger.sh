#!/usr/bin/env bash
# A ledger of jobs x models x cases entries, then the verdicts from it. Arguments: jobs (10), models (10), cases (10000),
# rounds (5).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compile "$root"/bench/src/main/java/dev/metier/bench/{Bench,LedgerFill}.java
machine
java_main dev.metier.bench.LedgerFill "$scratch/p" "${1:-10}" "${2:-10}" "${3:-10000}"
for ((round = 1; round <= ${4:-5}; round++)); do
  measured "metier verdict --json" "$metier" verdict --json -f "$scratch/p" >"$scratch/out" || true
  tail -n 1 "$scratch/out"
  echo "$wall" >>"$scratch/wall"; echo "$cpu" >>"$scratch/cpu"; echo "$rss" >>"$scratch/rss"
done
head -n -1 "$scratch/out" >"$scratch/json"
grep -o '"verdict" *: *"[A-Z]*"' "$scratch/json" | sort | uniq -c | tr -s ' ' | tr '\n' ';'
echo
echo "median: $(median <"$scratch/wall") s, $(median <"$scratch/cpu") CPU-s, $(($(median <"$scratch/rss") / 1024)) MB"
