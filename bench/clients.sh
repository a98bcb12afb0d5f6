#!/usr/bin/env bash
# Real agents through the gateway against scripted models: bench/run clients [opencode codex qwen cn]. Fetches each from npm into
# a scratch folder (up to 400 MB), runs it with a throw-away home, on the loopback, with a made-up key, and deletes it again.
# Needs npm; prints the rows of docs/benchmarks-clients.md. CLIENTS_DIR=DIR keeps what was fetched.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
command -v npm >/dev/null || { echo "clients: npm is missing; SKIPPED." >&2; exit 0; }
"$root/gateway/src/test/node/install.sh" "$root/build/node" || { echo "clients: no Node is to be had; SKIPPED." >&2; exit 0; }
[ -f "$tests/dev/metier/gateway/clients/Stage.class" ] || (cd "$root" && mvn -q -B -Dspotless.check.skip=true test-compile)
compile "$root"/bench/src/main/java/dev/metier/server/clients/ClientsBench.java
machine
kept=${CLIENTS_DIR:-$scratch/clients}
mkdir -p "$scratch/bin" "$kept"
ln -sf "$root/build/node/node" "$scratch/bin/node"
export PATH="$scratch/bin:$PATH"

package() {
  case $1 in
    opencode*) echo opencode-ai@1.18.33 ;;
    codex) echo @openai/codex@0.169.0 ;;
    qwen) echo @qwen-code/qwen-code@0.24.4 ;;
    cn) echo @continuedev/cli@1.5.47 ;;
    *) echo "clients: no client '$1'." >&2; exit 2 ;;
  esac
}

# The program itself: opencode's own starter wants a script of the package to have run, which npm does not allow any more.
program() {
  case $1 in
    opencode*) ls "$2"/node_modules/opencode-*/bin/opencode | grep -v baseline | head -1 ;;
    *) echo "$2/node_modules/.bin/$1" ;;
  esac
}

[ $# -gt 0 ] || set -- opencode codex qwen cn
echo "| Client | Scene | Job | As wanted | Exit | The gateway saw | Printed at the end |"
echo "|---|---|---|---|---|---|---|"
for client in "$@"; do
  folder=$kept/$client
  mkdir -p "$folder"
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error "$(package "$client")" >/dev/null
  java_main dev.metier.server.clients.ClientsBench "$scratch" "$client" "$(program "$client" "$folder")"
  if [ "$client" = opencode ]; then
    java_main dev.metier.server.clients.ClientsBench "$scratch" opencode-anthropic "$(program "$client" "$folder")"
  fi
  [ -n "${CLIENTS_DIR:-}" ] || rm -rf "$folder"
done
