#!/usr/bin/env bash
# Grades of promptfoo's own against ours. Judges: promptfoo grades the recorded replies of judges anew; JudgeRepliesTest holds ours
# to the same file. Queries: the same, by the names in them (QueriesTest). Code: promptfoo grades made-up answers (bench/promptfoo/answers.cjs) to configurations, without a network and
# as nobody, and `import promptfoo --allow-code --results` compares; of Python it only tells how many grades it left alone. PROMPTFOO=DIR holds node_modules/promptfoo (npm i promptfoo@0.123.1),
# CORPUS=DIR the configurations, listed in its files.txt or in LIST=FILE; RESULTS=DIR keeps what promptfoo said.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
skip() { echo "SKIPPED: $1" >&2; exit 0; }
[ -n "${PROMPTFOO:-}" ] && [ -f "$PROMPTFOO/node_modules/promptfoo/dist/src/main.js" ] \
  || skip "PROMPTFOO=DIR names no folder with node_modules/promptfoo (npm i promptfoo@0.123.1)."
command -v node >/dev/null || [ -x "$PROMPTFOO/node_modules/.bin/node" ] || skip "Node is missing."
. "$here/lib.sh"
node=$PROMPTFOO/node_modules/.bin/node
[ -x "$node" ] || node=$(command -v node)
export PROMPTFOO_DISABLE_TELEMETRY=1 PROMPTFOO_DISABLE_UPDATE=1 PROMPTFOO_DISABLE_REMOTE_GENERATION=1
export PROMPTFOO_DISABLE_SHARING=1 PROMPTFOO_DISABLE_WAL_MODE=1 OPENAI_API_KEY=none PROMPTFOO_CONFIG_DIR=$scratch/config

replies=$root/qualify/src/test/resources/dev/metier/importer/promptfoo/judges.json
"$node" "$here/promptfoo/replies.cjs" "$PROMPTFOO" "$replies" "$scratch/judges.json"
diff -u "$replies" "$scratch/judges.json" && echo "judges: promptfoo grades all replies as recorded"

queries=$root/qualify/src/test/resources/dev/metier/importer/promptfoo/queries.json
"$node" "$here/promptfoo/queries.cjs" "$PROMPTFOO" "$queries" "$scratch/queries.json"
diff -u "$queries" "$scratch/queries.json" && echo "queries: promptfoo grades all as recorded"

[ -n "${CORPUS:-}" ] && [ -d "$CORPUS" ] || skip "CORPUS=DIR names no folder of configurations; only judges were compared."
list=${LIST:-$CORPUS/files.txt}
[ -f "$list" ] || skip "there is no $list that lists the configurations of the corpus."
unshare -rn true 2>/dev/null || skip "there is no way to take the network away here (unshare -rn)."
results=${RESULTS:-$scratch/results}
mkdir -p "$results" "$scratch/projects"

kinds=(right json jsonwrong fenced around slip wrong prose refusal upper lower half lines list markup sql)
providers=()
for kind in "${kinds[@]}"; do
  printf "module.exports = require('%s').provider('%s');\n" "$here/promptfoo/answers.cjs" "$kind" >"$scratch/$kind.cjs"
  providers+=("file://$scratch/$kind.cjs")
done

number=0
while read -r file; do
  number=$((number + 1))
  [ -f "$CORPUS/$file" ] || continue
  if [ ! -s "$results/$number.json" ]; then
    (cd "$(dirname "$CORPUS/$file")" && nice timeout 120 unshare -rn "$node" "$PROMPTFOO/node_modules/promptfoo/dist/src/main.js" \
      eval -c "$CORPUS/$file" -r "${providers[@]}" --grader "file://$here/promptfoo/some-judge.cjs" -o "$results/$number.json" \
      --no-cache --no-progress-bar --no-table --no-write -j 4) </dev/null >"$scratch/log" 2>&1 || true
  fi
  with=()
  [ -s "$results/$number.json" ] && with=(--results "$results/$number.json")
  "$metier" import promptfoo "$CORPUS/$file" --to "$scratch/projects/$number" --json --allow-code "${with[@]}" \
    >"$scratch/projects/$number.json" 2>/dev/null </dev/null || true
  "$metier" import promptfoo "$CORPUS/$file" --to "$scratch/projects/j$number" --json --allow-code --judge ollama/gemma3:12b \
    >"$scratch/projects/$number.judged.json" 2>/dev/null </dev/null || true
done <"$list"
"$node" "$here/promptfoo/told.cjs" "$scratch/projects"
