#!/usr/bin/env bash
# 2,000 streams at a time for a minute, and 500 readers that are slow, through one gateway; then as many short ones, and
# the wait until it has let go of all connections. Fails when it keeps one, or any other file.
# Arguments: streams (2000), slow readers (500), seconds that all of them take (60).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compile "$root"/bench/src/main/java/dev/metier/bench/Flood.java
machine
streams=${1:-2000} slow=${2:-500} seconds=${3:-60}
# The gateway keeps an unused connection for 50 s.
longest_kept=75
ulimit -n "$(ulimit -Hn)"

# background NAME FLAGS... -- ARGS: a process of the flood; sets started and answer (its first line).
background() {
  local name=$1 options=()
  shift
  while [ "$1" != -- ]; do options+=("$1"); shift; done
  shift
  "$JAVA_HOME/bin/java" "${options[@]}" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$classes:$libraries" dev.metier.bench.Flood "$@" >"$scratch/$name.out" 2>"$scratch/$name.err" &
  started=$!
  pids+=("$started")
  local waited=0
  until [ -s "$scratch/$name.out" ]; do
    sleep 0.1
    waited=$((waited + 1))
    [ "$waited" -lt 600 ] || { cat "$scratch/$name.err" >&2; exit 1; }
  done
  answer=$(head -n 1 "$scratch/$name.out")
}

background models -Xmx512m -XX:+UseSerialGC -- models $((seconds * 1000 / 60))
models=$answer
background gateway -Xmx256m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -- serve "$models" "$scratch/journal"
gateway=$started port=$answer

resident() { awk '/^VmHWM|^VmRSS/ {printf "%s %d MB  ", $1, $2 / 1024}' "/proc/$gateway/status"; echo; }
cpu() { awk '{print ($14 + $15) / 100}' "/proc/$gateway/stat"; }
# What the gateway holds: sets held (connections at the model's server), ever (those that were ever opened there),
# descriptors (files and sockets of its process) and own (descriptors besides the connections to the model).
look() {
  exec 9<>"/dev/tcp/127.0.0.1/$models"
  printf 'GET /open HTTP/1.1\r\n\r\n' >&9
  read -r held ever < <(tail -n 1 <&9)
  exec 9>&-
  descriptors=$(find "/proc/$gateway/fd" -mindepth 1 2>/dev/null | wc -l)
  own=$((descriptors - held))
}
open() { look; echo "connections at the model: $held open, $ever ever opened; descriptors of the gateway: $descriptors"; }
clients() { "$JAVA_HOME/bin/java" -Xmx1g -XX:+UseSerialGC -cp "$classes:$libraries" dev.metier.bench.Flood "$@"; }

# What it opens once and keeps, such as its journal, is no leak.
clients again "$port" 20 >/dev/null
open
echo "before: $(resident)"
before=$own
clients clients "$port" "$streams" "$slow" "$seconds"
echo "after: $(resident)"
open
known=$ever
clients again "$port" "$streams"
open
echo "of these, opened anew for the second round: $((ever - known))"
waited=0
until [ "$held" -eq 0 ] && [ "$own" -le "$before" ] || [ "$waited" -ge "$longest_kept" ]; do
  sleep 1
  waited=$((waited + 1))
  look
done
echo "after $waited s, when unused connections have been let go:"
open
echo "processor time of the gateway: $(cpu) s; load: $(cut -d' ' -f1-3 /proc/loadavg)"
grep -c . "$scratch/gateway.err" | sed 's/^/lines in its log: /' || true
leaked=$((held + (own > before ? own - before : 0)))
echo "leaked: $leaked"
[ "$leaked" -eq 0 ]
