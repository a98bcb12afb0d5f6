#!/usr/bin/env bash
# The policy of jobs x models x cases entries: routes, chains and learned routers, searched in what a full run left.
# Arguments: jobs (20), models (10), cases (1000), rounds (3).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compile "$root"/bench/src/main/java/dev/metier/bench/{Bench,LedgerFill}.java
machine
java_main dev.metier.bench.LedgerFill "$scratch/p" "${1:-20}" "${2:-10}" "${3:-1000}" "{quality: {at_least: 0.85}}"
for ((round = 1; round <= ${4:-3}; round++)); do
  rm -f "$scratch/p/policy.json"
  measured "metier compile" "$metier" compile -f "$scratch/p" >"$scratch/out" 2>&1 || true
  tail -n 1 "$scratch/out"
  echo "$wall" >>"$scratch/wall"; echo "$cpu" >>"$scratch/cpu"; echo "$rss" >>"$scratch/rss"
done
grep -o '"kind" *: *"[a-z]*"' "$scratch/p/policy.json" | sort | uniq -c | tr -s ' ' | tr '\n' ';' || true
echo
echo "median: $(median <"$scratch/wall") s, $(median <"$scratch/cpu") CPU-s, $(($(median <"$scratch/rss") / 1024)) MB"
