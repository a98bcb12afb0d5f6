#!/usr/bin/env bash
# Start-up of the packed program (./dev dist) against the clone, taking turns: --version, and until the gateway can be connected
# to. Arguments: rounds (15).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
machine
rounds=${1:-15}
archive=$(find "$root/target/dist" -maxdepth 1 -name 'metier-*.tar.gz' -print -quit 2>/dev/null || true)
[ -n "$archive" ] || { echo "bench: no archive in target/dist; ./dev dist makes it." >&2; exit 2; }
tar -xzf "$archive" -C "$scratch"
packed=$(find "$scratch" -maxdepth 2 -name metier -type f -print -quit)
cp -r "$root/examples/demo" "$scratch/jobs"
rm -rf "$scratch/jobs/.metier"
"$packed" qualify -f "$scratch/jobs" >/dev/null 2>&1 || true
"$packed" compile -f "$scratch/jobs" >/dev/null 2>&1 || true
[ -f "$scratch/jobs/policy.json" ] || { echo "bench: the demo made no policy." >&2; exit 1; }

milliseconds() { echo $((($(date +%s%N) - $1) / 1000000)); }

version() {
  local began TIMEFORMAT='%U %S'
  began=$(date +%s%N)
  { time "$2" --version >/dev/null 2>&1; } 2>"$scratch/time"
  milliseconds "$began" >>"$scratch/$1.version"
  awk '{ print 1000 * ($1 + $2) }' "$scratch/time" >>"$scratch/$1.version-cpu"
}

serve() {
  local began port server
  port=$((20000 + RANDOM % 20000))
  began=$(date +%s%N)
  "$2" serve -f "$scratch/jobs" --port "$port" >"$scratch/serve.log" 2>&1 &
  server=$!
  pids+=("$server")
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || { cat "$scratch/serve.log" >&2; exit 1; }
    sleep 0.005
  done
  milliseconds "$began" >>"$scratch/$1.ready"
  awk -v t="$(getconf CLK_TCK)" '{ print 1000 * ($14 + $15) / t }' "/proc/$server/stat" >>"$scratch/$1.ready-cpu"
  kill "$server"
  wait "$server" 2>/dev/null || true
}

for ((round = 0; round <= rounds; round++)); do
  # The first round only warms the files.
  if [ "$round" = 1 ]; then rm -f "$scratch"/{clone,packed}.*; fi
  version clone "$metier"
  version packed "$packed"
  serve clone "$metier"
  serve packed "$packed"
done
row() { printf '| %s | %s | %s |\n' "$1" "$(median <"$scratch/clone.$2")" "$(median <"$scratch/packed.$2")"; }
echo "| medians of $rounds, ms | clone | packed |"
echo "|---|---|---|"
row "\`--version\`" version
row "\`--version\`, CPU" version-cpu
row "ready to serve" ready
row "ready to serve, CPU" ready-cpu
