#!/usr/bin/env bash
# Real clients through the gateway against scripted models: bench/run clients [NAME ...]. Names: opencode codex qwen cn cline,
# python and javascript for all libraries, or one of bench/clients (openai.py, mastra.mjs); without names all of these. claude is
# run only when it is named, since its licence is not a free one. Fetches each from npm or PyPI into a scratch folder, runs it with
# a throw-away home, on the loopback, with a made-up key, and deletes it again. Prints the rows of docs/benchmarks-clients.md, tells
# at the end what was skipped and why, and ends with 1 when a scene did not go as wanted. CLIENTS_DIR=DIR keeps what was fetched.
# Codex warns where its home lies below /tmp.
TMPDIR=${TMPDIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/build/bench/tmp}
mkdir -p "$TMPDIR"
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ -f "$root/gateway/target/test-classes/dev/metier/server/clients/Stage.class" ] || (cd "$root" && mvn -q -B -Dspotless.check.skip=true test-compile)
compile "$root"/bench/src/main/java/dev/metier/server/clients/*.java
machine
here=$root/bench/clients
kept=${CLIENTS_DIR:-$scratch/clients}
mkdir -p "$scratch/bin" "$kept"
export PATH="$scratch/bin:$PATH"
skipped=()
wrong=()
npm_quiet=(--ignore-scripts --no-audit --no-fund --loglevel=error)

skip() { # WHAT WHY
  skipped+=("$1: $2")
  echo "clients: $1 SKIPPED: $2" >&2
}

# Node that is new enough for all of them; asked for once.
node_ready() {
  if [ -z "${node:-}" ]; then
    node=none
    if command -v npm >/dev/null && "$root/gateway/src/test/node/install.sh" "$root/build/node" >&2; then
      node=$root/build/node/node
      ln -sf "$node" "$scratch/bin/node"
    fi
  fi
  [ "$node" != none ]
}

package() {
  case $1 in
    opencode*) echo opencode-ai@1.18.33 ;;
    codex) echo @openai/codex@0.171.0 ;;
    qwen) echo @qwen-code/qwen-code@0.24.4 ;;
    cn) echo @continuedev/cli@1.5.47 ;;
    cline) echo cline@3.0.65 ;;
    claude) echo @anthropic-ai/claude-code@2.1.332 ;;
  esac
}

# The program itself: the starters of two packages want a script of theirs to have run, which npm does not allow any more.
program() { # NAME FOLDER
  local own
  case $1 in
    opencode) own=$(ls "$2"/node_modules/opencode-*/bin/opencode 2>/dev/null | grep -v baseline | head -1) ;;
    claude) own=$(ls "$2"/node_modules/@anthropic-ai/claude-code-*/claude 2>/dev/null | grep -v musl | head -1) ;;
    *) own=$2/node_modules/.bin/$1 ;;
  esac
  [ -e "${own:-/nowhere}" ] && ln -sf "$own" "$scratch/bin/$1"
}

agent() { # NAME
  local folder=$kept/$1 name
  node_ready || { skip "$1" "npm or Node is missing"; return; }
  mkdir -p "$folder"
  npm install --prefix "$folder" "${npm_quiet[@]}" "$(package "$1")" >/dev/null && program "$1" "$folder" \
    || { skip "$1" "npm could not fetch $(package "$1")"; return; }
  for name in "$1" $([ "$1" != opencode ] || echo opencode-anthropic); do
    java_main dev.metier.server.clients.ClientsBench "$scratch" "$name" || wrong+=("$name")
  done
  [ -n "${CLIENTS_DIR:-}" ] || rm -rf "$folder"
}

packages() { sed -n 's,^\(#\|//\) packages: ,,p' "$here/$1"; }

python_library() { # FILE
  local folder=$kept/${1%.*} versions
  mkdir -p "$folder/py"
  command -v uv >/dev/null || { skip "$1" "uv is missing"; return; }
  # shellcheck disable=SC2046
  uv venv -q --allow-existing "$folder/py/venv" && uv pip install -q --python "$folder/py/venv/bin/python" $(packages "$1") \
    || { skip "$1" "PyPI could not be asked for $(packages "$1")"; return; }
  versions=$("$folder/py/venv/bin/python" -c 'import sys; from importlib.metadata import version
print(", ".join(f"{n} {version(n)}" for n in (a.split("[")[0] for a in sys.argv[1:]) if n != "langchain-core"))' $(packages "$1"))
  java_main dev.metier.server.clients.LibrariesBench "$folder/py/venv/bin/python" "$folder/py" "$here/$1" "Python, $versions" \
    || wrong+=("$1")
  [ -n "${CLIENTS_DIR:-}" ] || rm -rf "$folder"
}

javascript_library() { # FILE
  local folder=$kept/${1%.*}/js name versions=
  node_ready || { skip "$1" "npm or Node is missing"; return; }
  mkdir -p "$folder"
  # shellcheck disable=SC2046
  npm install --prefix "$folder" "${npm_quiet[@]}" $(packages "$1") >/dev/null \
    || { skip "$1" "npm could not fetch $(packages "$1")"; return; }
  for name in $(packages "$1"); do
    case $name in zod | @langchain/core) continue ;; esac
    versions+=", $name $("$node" -p 'require(process.argv[1]).version' "$folder/node_modules/$name/package.json")"
  done
  java_main dev.metier.server.clients.LibrariesBench "$node" "$folder" "$here/$1" "JavaScript$versions" || wrong+=("$1")
  [ -n "${CLIENTS_DIR:-}" ] || rm -rf "$folder"
}

agents=()
chosen=()
[ $# -gt 0 ] || set -- opencode codex qwen cn cline python javascript
for name in "$@"; do
  case $name in
    python | javascript)
      for file in "$here"/*.$([ "$name" = python ] && echo py || echo mjs); do
        case ${file##*/} in common.*) ;; *) chosen+=("${file##*/}") ;; esac
      done
      ;;
    *.py | *.mjs)
      [ -f "$here/$name" ] || { echo "clients: no library '$name'." >&2; exit 2; }
      chosen+=("$name")
      ;;
    *)
      [ -n "$(package "$name")" ] || { echo "clients: no client '$name'." >&2; exit 2; }
      agents+=("$name")
      ;;
  esac
done

if [ ${#agents[@]} -gt 0 ]; then
  echo "| Client | Scene | Job | As wanted | Exit | The gateway saw | Printed at the end |"
  echo "|---|---|---|---|---|---|---|"
  for name in "${agents[@]}"; do agent "$name"; done
fi
if [ ${#chosen[@]} -gt 0 ]; then
  echo
  echo "| Library | Job | Text | Stream | Tool turn | Schema | Second turn | Too long | Slow down | Key wrong | Closed | Requests |"
  echo "|---|---|---|---|---|---|---|---|---|---|---|---|"
  for name in "${chosen[@]}"; do
    case $name in *.py) python_library "$name" ;; *) javascript_library "$name" ;; esac
  done
fi
[ ${#skipped[@]} -eq 0 ] || printf 'clients: SKIPPED %s\n' "${skipped[@]}" >&2
if [ ${#wrong[@]} -gt 0 ]; then
  echo "clients: not as wanted: ${wrong[*]}" >&2
  exit 1
fi
