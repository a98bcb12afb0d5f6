#!/usr/bin/env bash
# Tries the packed program where nothing is: dist/try.sh ARCHIVE [FOLDER of debootstrap --variant=minbase]. Linux, as root.
#
# In a root that has a C library and sh and nothing else (or in the given one): as another user, from a read-only folder, by a
# path with blanks and, where there is a readlink, through a link on the PATH.
set -euo pipefail
archive=$(readlink -f "$1")
base=${2:-}
[ "$(id -u)" = 0 ] || { echo "try: chroot needs root." >&2; exit 2; }
scratch=$(mktemp -d)
top=$scratch/root
finish() {
  umount "$top/proc" "$top/dev/null" "$top/opt" 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT
mkdir -p "$top" "$scratch/opt/a folder"
if [ -n "$base" ]; then
  cp -a "$base/." "$top/"
else
  lib=lib/x86_64-linux-gnu # where Debian has it
  mkdir -p "$top/$lib" "$top/lib64" "$top/bin"
  for file in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libutil.so.1; do cp -L "/$lib/$file" "$top/$lib/"; done
  cp -L /lib64/ld-linux-x86-64.so.2 "$top/lib64/"
  cp -L /bin/dash "$top/bin/sh"
fi
mkdir -p "$top"/{opt,dev,proc,tmp}
chmod 1777 "$top/tmp"
touch "$top/dev/null"
mount --bind /dev/null "$top/dev/null"
mount -t proc proc "$top/proc"
tar -xzf "$archive" -C "$scratch/opt/a folder"
name=$(ls "$scratch/opt/a folder")
mount --bind "$scratch/opt" "$top/opt"
mount -o remount,ro,bind "$top/opt"

# inside COMMAND: by sh, as nobody, with a PATH of /bin and no home.
inside() { chroot --userspec=65534:65534 "$top" /bin/sh -c "cd /tmp; PATH=/bin:/usr/bin; unset HOME LANG LC_ALL; $1"; }
home="/opt/a folder/$name"
check() {
  echo "== $1"
  inside "$2" >"$scratch/said" 2>&1 || { cat "$scratch/said"; echo "try: FAILED" >&2; exit 1; }
  tail -n "${3:-1}" "$scratch/said"
}
check "version" "'$home/metier' --version"
check "from the cache" "METIER_JAVA_FLAGS=-Xlog:class+load '$home/metier' --version"
grep -q "dev.metier.cli.Commands source: shared objects file" "$scratch/said" || { echo "try: FAILED, the cache is not used" >&2; exit 1; }
check "the folder is read-only" "if (: >'$home/app/x') 2>/dev/null; then exit 1; fi; echo yes"
check "demo, with a model in the process" "'$home/metier' demo" 40
if grep -q "cannot be loaded\|could not be asked" "$scratch/said"; then echo "try: FAILED" >&2; exit 1; fi
check "own jobs" "'$home/metier' init jobs && '$home/metier' check -f jobs" 6
if [ -e "$top/usr/bin/readlink" ] || [ -e "$top/bin/readlink" ]; then
  ln -s "$home/metier" "$top/usr/bin/metier-of-root"
  mkdir -p "$top/usr/local/bin"
  ln -s ../../bin/metier-of-root "$top/usr/local/bin/metier"
  check "through two links on the PATH" "PATH=/usr/local/bin:\$PATH; metier --version && metier --help" 3
else
  ln -s "$home/metier" "$top/bin/metier"
  echo "== through a link, without readlink"
  inside "metier --version" || echo "(exit code $?)"
fi
