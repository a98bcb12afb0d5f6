# Sourced by the measurements: the JDK, the build, a scratch folder, processes that end with the script.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=${DATA:-$root/../shared/data}
. "$root/bin/find-jdk.sh"
export JAVA_HOME
metier=$root/metier
classes=$root/build/bench/classes
tests=$root/core/target/test-classes:$root/models/target/test-classes:$root/gateway/target/test-classes:$root/qualify/target/test-classes:$root/app/target/test-classes
libraries="$root/app/target/metier.jar:$root/app/target/lib/*"
flags=(-Duser.language=en -Duser.country=US -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmn32m -XX:+UseCompactObjectHeaders
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
  -Dmetier.home="$root")
pids=()

# The launcher builds what is stale.
"$metier" --version >/dev/null

compile() {
  mkdir -p "$classes"
  "$JAVA_HOME/bin/javac" -d "$classes" -cp "$libraries:$tests" "$@"
}

# java_main NAME ARGS: a main class of bench/java.
java_main() {
  local name=$1
  shift
  "$JAVA_HOME/bin/java" "${flags[@]}" ${BENCH_JAVA_FLAGS:-} -cp "$classes:$libraries:$tests" "$name" "$@"
}

scratch=$(mktemp -d "${TMPDIR:-/tmp}/metier-bench.XXXXXX")
finish() {
  local pid
  for pid in "${pids[@]:-}"; do
    if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; fi
  done
  wait || true
  rm -rf "$scratch"
}
trap finish EXIT

# start_endpoint MILLIS LOG: a loopback server that answers after so long and writes at its end what it measured.
# Sets port and endpoint.
start_endpoint() {
  local out=$scratch/endpoint.out
  : >"$out"
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx256m -cp "$classes" dev.metier.bench.FixedDelayServer "$1" "$2" >"$out" &
  endpoint=$!
  pids+=("$endpoint")
  local waited=0
  until [ -s "$out" ]; do
    sleep 0.1
    waited=$((waited + 1))
    [ "$waited" -lt 200 ] || { echo "bench: the endpoint did not start." >&2; exit 1; }
  done
  port=$(head -n 1 "$out")
}

stop_endpoint() {
  kill "$endpoint" 2>/dev/null || true
  wait "$endpoint" 2>/dev/null || true
}

# measured LABEL COMMAND...: runs it and prints wall seconds, CPU seconds and most memory; sets wall, cpu, rss.
measured() {
  local label=$1 rc=0
  shift
  [ -x /usr/bin/time ] || { echo "bench: /usr/bin/time is missing (apt-get install time)." >&2; exit 2; }
  /usr/bin/time -o "$scratch/time" -f '%e %U %S %M' "$@" || rc=$?
  read -r wall user system rss < <(tail -n 1 "$scratch/time")
  cpu=$(awk -v u="$user" -v s="$system" 'BEGIN { printf "%.2f", u + s }')
  printf '%-28s %8.2f s  %8.2f CPU-s  %7.0f MB\n' "$label" "$wall" "$cpu" "$(awk -v r="$rss" 'BEGIN { print r / 1024 }')"
  return $rc
}

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

machine() {
  printf '%s, %s cores, load %s, %s\n' "$(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo 2>/dev/null || uname -m)" \
    "$(getconf _NPROCESSORS_ONLN)" "$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || echo '?')" "$(date -u +%Y-%m-%d)"
}

# Sets promptfoo to its main script, or to nothing.
find_promptfoo() {
  promptfoo=
  local folder=${PROMPTFOO:-$root/build/promptfoo}
  local main=$folder/node_modules/promptfoo/dist/src/entrypoint.js
  if command -v node >/dev/null && [ -e "$main" ]; then
    promptfoo=$main
    export PROMPTFOO_DISABLE_TELEMETRY=1 PROMPTFOO_DISABLE_UPDATE=1 PROMPTFOO_DISABLE_DEBUG_LOG=1
    export PROMPTFOO_DISABLE_ERROR_LOG=1 PROMPTFOO_DISABLE_REMOTE_GENERATION=1 PROMPTFOO_CONFIG_DIR=$scratch/promptfoo-home
  else
    echo "SKIPPED: promptfoo is not in $folder (PROMPTFOO=DIR names another); only ours is measured." >&2
  fi
}

# project FOLDER PORT MODELS CASES: cases that an instant endpoint answers, for ours and for promptfoo.
project() {
  local folder=$1 port=$2 models=$3 cases=$4 model
  mkdir -p "$folder"
  # Texts that differ: cases that are nearly the same count as one.
  awk -v n="$cases" 'BEGIN { srand(1); for (i = 0; i < n; i++) {
    text = "case c" i ": is the sky blue over"
    for (word = 0; word < 8; word++) { text = text " "; for (letter = 0; letter < 5; letter++) text = text sprintf("%c", 97 + int(rand() * 26)) }
    print text "?" } }' >"$scratch/texts"
  awk '{ printf "{\"id\": \"c%d\", \"text\": \"%s\", \"expected\": \"yes\"}\n", NR - 1, $0 }' "$scratch/texts" >"$folder/cases.jsonl"
  awk 'BEGIN { print "text,__expected" } { printf "\"%s\",contains:yes\n", $0 }' "$scratch/texts" >"$folder/tests.csv"
  {
    echo "models:"
    for model in $models; do
      echo "  $model: {use: vllm/$model, url: \"http://127.0.0.1:$port/v1\", concurrency: 32}"
    done
    cat <<'YAML'
jobs:
  sky:
    data: public
    prompt: "{{text}}"
    settings: {max_tokens: 16, temperature: 0}
    cases: cases.jsonl
    graders:
      - contains: "{{expected}}"
    needs:
      quality: {at_least: 0.9}
YAML
  } >"$folder/metier.yaml"
  {
    echo 'prompts: ["{{text}}"]'
    echo "providers:"
    for model in $models; do
      echo "  - {id: 'openai:chat:$model', config: {apiBaseUrl: 'http://127.0.0.1:$port/v1', apiKey: none, temperature: 0, max_tokens: 16}}"
    done
    echo "tests: file://tests.csv"
  } >"$folder/promptfooconfig.yaml"
}
