#!/usr/bin/env bash
# Start-up: --version with and without the cache of loaded classes, taking turns; then the demo. Arguments: rounds (11).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
machine
cache=$root/target/metier.aot
[ -f "$cache" ] || { echo "bench: no $cache; ./dev build makes it." >&2; exit 2; }
restore() {
  if [ -f "$cache.away" ]; then mv "$cache.away" "$cache"; fi
  finish
}
trap restore EXIT
for ((round = 1; round <= ${1:-11}; round++)); do
  measured with "$metier" --version >/dev/null
  echo "$wall" >>"$scratch/with"
  mv "$cache" "$cache.away"
  measured without "$metier" --version >/dev/null
  mv "$cache.away" "$cache"
  echo "$wall" >>"$scratch/without"
done
echo "--version, median of ${1:-11}: $(median <"$scratch/with") s with the cache, $(median <"$scratch/without") s without"
measured "metier demo" "$metier" demo >"$scratch/out" 2>"$scratch/err"
tail -n 1 "$scratch/out"
