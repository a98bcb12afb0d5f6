#!/usr/bin/env bash
# What the screens of `metier ui` cost: 40 jobs by 15 models, and a job with 10,000 trials. The server's time is that of curl on
# the loopback, without a browser; what Chromium adds is told where it is there.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
command -v curl >/dev/null || { echo "SKIPPED: curl is missing (apt-get install curl)." >&2; exit 0; }
rounds=${ROUNDS:-40}
machine
compile "$root"/bench/src/main/java/dev/metier/bench/{Bench,LedgerFill}.java

# serve FOLDER: starts `metier ui`; sets origin, jar and server.
serve() {
  local out=$scratch/ui.out waited=0 before
  : >"$out"
  before=$(date +%s%N)
  "$metier" ui -f "$1" --port 0 --json >"$out" 2>"$scratch/ui.err" &
  server=$!
  pids+=("$server")
  until grep -q token "$out"; do
    sleep 0.02
    waited=$((waited + 1))
    [ "$waited" -lt 3000 ] || { cat "$scratch/ui.err" >&2; exit 1; }
  done
  link=$(grep -o 'http[^"]*' "$out")
  origin=${link%%/\?*}
  jar=$scratch/jar
  curl -s -c "$jar" "$link" -o /dev/null
  curl -s -b "$jar" "$origin/" -o /dev/null
  printf '%-44s %8.0f ms\n' "start of metier ui to the first page" "$((($(date +%s%N) - before) / 1000000))"
}

stop() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
}

# page LABEL PATH: median and 95th percentile of its time, and its bytes, gzipped.
page() {
  local label=$1 path=$2 i
  for i in $(seq 5); do curl -s -b "$jar" -H 'Accept-Encoding: gzip' "$origin$path" -o "$scratch/page"; done
  for i in $(seq "$rounds"); do
    curl -s -b "$jar" -H 'Accept-Encoding: gzip' -o "$scratch/page" -w '%{time_total}\n' "$origin$path"
  done | sort -n >"$scratch/times"
  awk -v label="$label" -v bytes="$(stat -c %s "$scratch/page")" '
    { v[NR] = $1 * 1000 }
    END { printf "%-44s %8.1f ms %8.1f ms p95 %9d bytes\n", label, v[int((NR + 1) / 2)], v[int(NR * 0.95 + 0.5)], bytes }' "$scratch/times"
}

memory() {
  local pid
  pid=$(pgrep -P "$server" java || echo "$server")
  printf '%-44s %8.0f MB\n' "$1" "$(awk '/VmRSS/ { print $2 / 1024 }' "/proc/$pid/status")"
}

echo "== 40 jobs by 15 models, 40 cases each"
java_main dev.metier.bench.LedgerFill "$scratch/matrix" 40 15 40 '{quality: {at_least: 0.9}}'
serve "$scratch/matrix"
page "matrix" "/"
page "style and script" "/assets/screens.css"
page "why" "/job/job-3/model-7"
page "case lab, 40 cases" "/job/job-3/cases"
memory "memory, $((rounds * 4)) pages later"
stop

echo "== one job, 10,000 trials of two models"
java_main dev.metier.bench.LedgerFill "$scratch/lab" 1 2 5000 '{quality: {at_least: 0.9}}'
serve "$scratch/lab"
page "case lab, page of 50" "/job/job-0/cases?only=all"
page "a page in the middle" "/job/job-0/cases?only=all&from=case-2500"
page "next case" "/job/job-0/cases?only=all&case=case-2501"
page "next case, as it is fetched ahead" "/job/job-0/cases?only=all&case=case-2501&part=lab"
page "search: few found" "/job/job-0/cases?only=all&q=ticket%204999"
page "search: nothing found" "/job/job-0/cases?only=all&q=nothing-has-this"
page "why" "/job/job-0/model-1"
memory "memory, $((rounds * 6)) pages later"
stop
