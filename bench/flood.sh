#!/usr/bin/env bash
# 2,000 streams at a time for a minute, and 500 readers that are slow, through one gateway.
# Arguments: streams (2000), slow readers (500), seconds for the slow ones (60).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compile "$root"/bench/java/dev/metier/bench/Flood.java
machine
streams=${1:-2000} slow=${2:-500} seconds=${3:-60}
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

background models -Xmx512m -XX:+UseSerialGC -- models 1000
models=$answer
background gateway -Xmx256m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -- serve "$models" "$scratch/journal"
gateway=$started port=$answer

resident() { awk '/^VmHWM|^VmRSS/ {printf "%s %d MB  ", $1, $2 / 1024}' "/proc/$gateway/status"; echo; }
cpu() { awk '{print ($14 + $15) / 100}' "/proc/$gateway/stat"; }
# What the gateway holds open at the model's server, and connections of clients that it holds.
open() {
  printf 'open at the model: '
  exec 9<>"/dev/tcp/127.0.0.1/$models"
  printf 'GET /open HTTP/1.1\r\n\r\n' >&9
  IFS= read -r -t 5 -d '' -n 60 reply <&9 || true
  exec 9>&-
  printf '%s' "${reply##*$'\n'}"
  printf '; sockets of the gateway: %s\n' "$(find "/proc/$gateway/fd" -lname 'socket:*' 2>/dev/null | wc -l)"
}

echo "before: $(resident)$(open)"
"$JAVA_HOME/bin/java" -Xmx1g -XX:+UseSerialGC -cp "$classes:$libraries" dev.metier.bench.Flood clients "$port" "$streams" "$slow" "$seconds"
echo "after: $(resident)$(open)"
sleep 60
echo "a minute later, when unused connections are let go: $(open)"
echo "processor time of the gateway: $(cpu) s; load: $(cut -d' ' -f1-3 /proc/loadavg)"
grep -c . "$scratch/gateway.err" | sed 's/^/lines in its log: /' || true
