#!/usr/bin/env bash
# What the gateway costs, against nginx, a bare proxy in Node and (PORTKEY=DIR with node_modules/@portkey-ai/gateway)
# Portkey, (SWITCHYARD=DIR and LITELLM=DIR with an environment of Python that has nemo-switchyard or litellm[proxy]) these
# two, and (BEFORE=DIR with another tree of Metier) an earlier gateway, taking turns in one run. The model is nginx, which always answers the same. Debian: apt-get install nginx wrk.
. "$(dirname "$0")/lib.sh"
seconds=${SECONDS_EACH:-6}
rounds=${ROUNDS:-3}
for tool in nginx wrk python3; do
  command -v $tool >/dev/null || { echo "SKIPPED: $tool is missing (apt-get install nginx wrk python3)." >&2; exit 0; }
done
here=$root/bench
model=19901 plain=19902 bare=19903 ours=19904 portkey=19905 earlier=19906 switchyard=19907 litellm=19908
export UPSTREAM=http://127.0.0.1:$model/v1
events=$(python3 "$here/gateway-nginx.py" "$scratch" $model $plain)
python3 "$here/gateway-policy.py" "$scratch" $model
for kind in small paced agent; do
  python3 "$here/gateway-body.py" $kind "$scratch/$kind.lua" same >/dev/null
  python3 "$here/gateway-body.py" $kind "$scratch/$kind-messages.lua" same messages >/dev/null
done
python3 "$here/gateway-body.py" stream "$scratch/stream.lua" stream >/dev/null
python3 "$here/gateway-body.py" stream "$scratch/stream-messages.lua" stream messages >/dev/null

up() {
  for _ in $(seq 1 1200); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return; fi
    sleep 0.05
  done
  echo "bench: nothing listens at $1" >&2
  exit 1
}
declare -A pid port
nginx -c "$scratch/nginx.conf" 2>/dev/null &
pids+=($!)
up $model
pid[nginx]=$(pgrep -P $! | head -1) port[nginx]=$plain
began=$(date +%s%N)
METIER_JAVA_FLAGS=${METIER_JAVA_FLAGS:-} "$metier" serve --policy "$scratch/policy.json" --port $ours >"$scratch/serve.log" 2>&1 &
pids+=($!)
pid[metier]=$! port[metier]=$ours
until (exec 3<>"/dev/tcp/127.0.0.1/$ours") 2>/dev/null; do sleep 0.01; done
echo "ready after $((($(date +%s%N) - began) / 1000000)) ms, $(awk '/VmRSS/{print int($2/1024)}' "/proc/${pid[metier]}/status") MB at rest"
first() {
  curl -s -o /dev/null -w '%{time_total}\n' "http://127.0.0.1:$ours/v1/chat/completions" -H 'authorization: Bearer mk-bench' \
    -H 'content-type: application/json' -d '{"model":"same","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}'
}
one=$(first)
rest=$(for _ in $(seq 1 30); do first; done | sort -n | sed -n 15p)
echo "first request $one s, median of the 30 behind it $rest s"
if command -v node >/dev/null; then
  node "$here/gateway-node.mjs" $bare $model &
  pid[node]=$! port[node]=$bare
  pids+=($!)
  up $bare
fi
if [ -n "${PORTKEY:-}" ]; then
  (cd "$PORTKEY" && TRUSTED_CUSTOM_HOSTS=127.0.0.1,localhost exec node node_modules/@portkey-ai/gateway/build/start-server.js --headless --port=$portkey) >"$scratch/portkey.log" 2>&1 &
  pids+=($!)
  up $portkey
  pid[portkey]=$! port[portkey]=$portkey
else
  echo "SKIPPED: Portkey (npm i @portkey-ai/gateway @hono/node-server@1.13.5 somewhere, then PORTKEY=DIR)." >&2
fi

if [ -n "${SWITCHYARD:-}" ]; then
  "$SWITCHYARD/bin/python" "$here/gateway-peers.py" switchyard "$scratch" $model $switchyard >/dev/null 2>&1 &
  pids+=($!)
  pid[switchyard]=$! port[switchyard]=$switchyard
  up $switchyard
else
  echo "SKIPPED: Switchyard (uv pip install nemo-switchyard in an environment of its own, then SWITCHYARD=DIR)." >&2
fi
if [ -n "${LITELLM:-}" ]; then
  python3 "$here/gateway-peers.py" litellm "$scratch" $model
  # 1.107.0 on the Python index was compromised: see its advisory
  PATH=$LITELLM/bin:$PATH LITELLM_LOCAL_MODEL_COST_MAP=True "$LITELLM/bin/litellm" --config "$scratch/litellm.yaml" --host 127.0.0.1 --port $litellm --num_workers 1 >"$scratch/litellm.log" 2>&1 &
  pids+=($!)
  pid[litellm]=$! port[litellm]=$litellm
  up $litellm
else
  echo "SKIPPED: LiteLLM (uv pip install 'litellm[proxy]<=1.106.99' in an environment of its own, then LITELLM=DIR)." >&2
fi

gateways=(metier)
if [ -n "${BEFORE:-}" ]; then
  "$BEFORE/metier" --version >/dev/null
  mkdir "$scratch/before"
  python3 "$here/gateway-policy.py" "$scratch/before" $model
  METIER_JAVA_FLAGS=${METIER_JAVA_FLAGS:-} "$BEFORE/metier" serve --policy "$scratch/before/policy.json" --port $earlier >"$scratch/before.log" 2>&1 &
  pids+=($!)
  up $earlier
  pid[before]=$! port[before]=$earlier
  gateways+=(before)
fi
ours() { [ "$1" = metier ] || [ "$1" = before ]; }

# hundredths of a second, user and system, of all threads of a process but the JVM's compilers, which are quiet once it is warm
spent() {
  { cat "/proc/$1/task"/*/stat 2>/dev/null || true; } |
    awk '!/\(C[12] Compiler/ { sub(/^.*\) /, ""); own += $12; kernel += $13 } END { print own + 0, kernel + 0 }'
}

# measure WHO PATH LUA CONNECTIONS EVENTS: a row for gateway-table.py; CPU seconds are for 10,000 requests
measure() {
  local who=$1 before after out p=${pid[$1]}
  before=$(spent "$p")
  out=$(wrk -t1 -c"$4" -d"${seconds}s" --latency -s "$3" "http://127.0.0.1:${port[$who]}$2")
  after=$(spent "$p")
  echo "$out" | python3 -c '
import re, sys
text, (u0, s0, u1, s1) = sys.stdin.read(), [int(a) for a in sys.argv[4:8]]
n = max(1, int(re.search(r"(\d+) requests in", text).group(1)))
unit = {"us": 0.001, "ms": 1, "s": 1000}
def time(what):
    value, name = re.search(what + r"\s+([\d.]+)(us|ms|s)", text).groups()
    return float(value) * unit[name]
rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
print(*sys.argv[1:4], time("50%"), time("99%"), rate, (u1 - u0) * 100 / n, (s1 - s0) * 100 / n, bad.group(1) if bad else 0,
      sys.argv[8], sys.argv[9])
' "$who" "$(basename "$3" .lua)" "$4" $before $after "$(awk '/VmRSS/{print int($2/1024)}' "/proc/$p/status" 2>/dev/null || echo 0)" "$5" | tee -a "$rows" >&2
}

rows=$scratch/rows
: >"$rows"
echo "load $(cut -d' ' -f1 /proc/loadavg); $seconds s each, $rounds rounds; a stream has $events events"
# hundredths of a second that the JVM's second compiler took so far
compiled() {
  local task
  for task in "/proc/$1/task"/*; do
    if [ "$(cat "$task/comm")" = "C2 CompilerThre" ]; then sed 's/.*) //' "$task/stat" | awk '{print $12 + $13}'; fi
  done | awk '{all += $1} END {print all + 0}'
}
# warm WHO PATH LUA: ours until its second compiler takes less than a twentieth of the time, which takes a minute or two of
# load and happens once in a gateway's life, at most WARM seconds; the others for 15
warm() {
  local who=$1 before spent=0
  until [ "$spent" -ge "$(ours "$who" && echo "${WARM:-100}" || echo 15)" ]; do
    before=$(compiled "${pid[$who]}")
    wrk -t1 -c16 -d5s -s "$scratch/$3.lua" "http://127.0.0.1:${port[$who]}$2" >/dev/null
    spent=$((spent + 5))
    if ours "$who" && [ $(($(compiled "${pid[$who]}") - before)) -lt 25 ]; then break; fi
  done
  echo "warm: $who $3 after $spent s" >&2
}
for who in "${!pid[@]}"; do
  for kind in small agent; do warm "$who" /v1/chat/completions $kind; done
done
for who in "${gateways[@]}"; do
  for kind in small-messages agent-messages stream-messages; do warm "$who" /v1/messages $kind; done
done
# the model itself, without anything before it
pid[direct]=0 port[direct]=$model
for round in $(seq 1 "$rounds"); do
  for who in direct nginx metier before node portkey switchyard litellm; do
    [ -n "${pid[$who]:-}" ] || continue
    measure $who /v1/chat/completions "$scratch/paced.lua" 16 1
    [ $who = direct ] && continue
    for connections in 1 16 64; do
      measure $who /v1/chat/completions "$scratch/small.lua" $connections 1
    done
    measure $who /v1/chat/completions "$scratch/agent.lua" 16 1
    path=/stream/v1/chat/completions
    ours $who || [ $who = switchyard ] || [ $who = litellm ] && path=/v1/chat/completions
    [ $who = portkey ] || measure $who $path "$scratch/stream.lua" 8 "$events"
  done
  for who in "${gateways[@]}"; do
    for kind in small agent; do
      measure "$who" /v1/messages "$scratch/$kind-messages.lua" 16 1
    done
    measure "$who" /v1/messages "$scratch/stream-messages.lua" 8 "$events"
  done
done
python3 "$here/gateway-table.py" <"$rows"
others=(nginx=$plain metier=$ours)
[ -n "${pid[node]:-}" ] && others+=(node=$bare)
python3 "$here/gateway-first-byte.py" 300 $model "${others[@]}"
echo "load $(cut -d' ' -f1 /proc/loadavg)"
