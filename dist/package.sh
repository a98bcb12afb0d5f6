#!/usr/bin/env bash
# ./dev dist [--once]: packs what ./dev build made with a Java of its own. Everything is made in target/dist.
#
# An image is a folder that runs wherever it is laid: metier (sh), app/ (the jar without natives, the natives of this platform,
# the start-up cache), runtime/ (cut by jlink), the demo, the licences. The cache is trained by that very runtime.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
# shellcheck source=bin/find-jdk.sh
. bin/find-jdk.sh
export JAVA_HOME

# What ./dev build makes, and where its steps are.
own=app/target/metier.jar
libraries=app/target/lib
steps=app/src/build/java
out=target/dist
version=$(sed -n 's|^  <version>\(.*\)</version>.*|\1|p' pom.xml | head -n 1)

# The platform: jlink cuts a runtime for the machine it runs on; natives are found by a pattern in the libraries.
case $(uname -s)-$(uname -m) in
  Linux-x86_64) platform=linux-x64 natives='Linux/x86_64/' ;;
  Linux-aarch64) platform=linux-arm64 natives='(?<!Android/)Linux/(aarch64|arm64)/' ;; # not tried
  Darwin-arm64) platform=macos-arm64 natives='Mac/(aarch64|arm64)/' ;; # not tried
  Darwin-x86_64) platform=macos-x64 natives='Mac/x86_64/' ;; # not tried
  *) echo "dist: no recipe for $(uname -s) on $(uname -m); dist/README.md says what one needs." >&2; exit 2 ;;
esac

# Found by jdeps, less what only unused parts of libraries name (java.desktop, java.scripting, java.compiler, jdk.jfr), and more
# what is found by name at run time: encodings of case files, the gateway's socket options and name servers.
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,jdk.charsets,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported

# Most bytes that the archive may have.
limit=90000000

name=metier-$version
image=$out/$name
archive=$out/$name-$platform.tar.gz

maven() {
  MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" mvn -B -q "$@" >&2
}

java() { "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 "$@"; }

# merge OWN LIBRARIES INTO: the jar, and the natives beside it.
merge() {
  java -cp "$1:$2/*" "$steps/MergeJars.java" --natives "$natives" "$3/native" "$3/metier.jar" "$1" "$2"/*.jar
}

# What llama.cpp's library needs of the compiler, for systems without: as this machine has it.
compiler_runtime() {
  gcc=none
  [ "${platform%-*}" = linux ] || return 0
  local found library
  found=$(ldd "$image/app/native/libjllama.so")
  for library in libgcc_s.so.1 libstdc++.so.6 libgomp.so.1; do
    cp -L "$(awk -v l="$library" '$1 == l { print $3 }' <<<"$found")" "$image/app/native/"
  done
  gcc=$(readlink -f "$(awk '$1 == "libstdc++.so.6" { print $3 }' <<<"$found")")
  gcc=$(dpkg-query -W -f '${Version}' libstdc++6 2>/dev/null || echo "libstdc++ ${gcc##*.so.}")
}

runtime() {
  "$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-0 \
    --release-info "$JAVA_HOME/release" --output "$image/runtime"
  rm -f "$image/runtime/bin/keytool" "$image/runtime/bin/jrunscript" "$image/runtime/bin/rmiregistry"
}

# The bill of materials by Maven's own knowledge, then what Maven does not know, and the notices.
notices() {
  value() { sed -n "s/^$1=\"\(.*\)\"/\1/p" "$JAVA_HOME/release"; }
  maven -pl app -am org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeBom -DoutputFormat=json -DoutputDirectory="$root/$out" \
    -DoutputName=bom -DincludeTestScope=false -DincludeProvidedScope=false -DincludeSystemScope=false \
    -DincludeBomSerialNumber=false
  local sqlite
  sqlite=$(basename "$libraries"/sqlite-jdbc-*.jar .jar)
  sqlite=${sqlite#sqlite-jdbc-}
  java -cp "$libraries/*" "$steps/Notices.java" "$out/bom.json" dist "$image/app/metier.jar" "$image" "$out/$name.cdx.json" \
    java.version="$(value JAVA_RUNTIME_VERSION)" java.implementor="$(value IMPLEMENTOR)" java.source="$(value SOURCE_REPO)" \
    java.modules="${modules//,/, }" gcc.version="$gcc" sqlite.version="${sqlite%.*}"
  rm "$out/bom.json"
  cp LICENSE NOTICE "$image/"
  cp dist/README-image.md "$image/README.md"
}

# One training run in a copy of the demo, as ./dev build does it, but by the runtime and with the paths that are shipped.
cache() {
  local project
  project=$(mktemp -d)
  cp -r examples/demo/. "$project"
  rm -rf "$project/.metier"
  "$image/runtime/bin/java" -XX:AOTCacheOutput="$image/app/metier.aot" -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining \
    @bin/all.flags -Dmetier.home="$root/$image" -Dorg.sqlite.lib.path="$root/$image/app/native" \
    -Dlibrary.jline.path="$root/$image/app/native" -Dde.kherud.llama.lib.path="$root/$image/app/native" \
    -cp "$root/$image/app/metier.jar" dev.metier.Metier rehearse "$project" >"$out/rehearsal.log" 2>&1 ||
    { echo "dist: the training run for the start-up cache failed; $out/rehearsal.log says why." >&2; exit 1; }
  rm -rf "$project"
  cp "$image/runtime/release" "$image/app/metier.aot.java"
}

image() {
  rm -rf "$out"
  mkdir -p "$image/app/native"
  merge "$own" "$libraries" "$image/app"
  compiler_runtime
  runtime
  cp bin/all.flags bin/run.flags bin/serve.flags "$image/app/"
  # Java compares the jar's time with the one the cache was made of, and the program tells when they differ.
  echo "-Dmetier.cache.jar=$(date -r "$image/app/metier.jar" +%s)" >>"$image/app/all.flags"
  cp dist/metier "$image/"
  mkdir -p "$image/examples"
  cp -r examples/demo "$image/examples/"
  rm -rf "$image"/examples/*/.metier
  notices
  cache
  chmod -R a+rX,go-w "$image"
}

pack() {
  tar --sort=name --owner=0 --group=0 --numeric-owner -C "$out" -cf - "$name" | gzip -9n >"$archive"
  (cd "$out" && sha256sum "$name-$platform.tar.gz" "$name.cdx.json" >SHA256SUMS)
  local bytes
  bytes=$(wc -c <"$archive")
  echo "$archive: $((bytes / 1000000)).$((bytes / 100000 % 10)) MB packed, $(du -sm "$image" | cut -f 1) MB unpacked"
  [ "$bytes" -le "$limit" ] || { echo "dist: that is over the limit of $((limit / 1000000)) MB." >&2; exit 1; }
}

# What was packed, unpacked elsewhere by a path with a blank, does what the first page of the documents says.
check() {
  local elsewhere metier
  elsewhere=$(mktemp -d)
  mkdir "$elsewhere/a folder" "$elsewhere/bin"
  tar -xzf "$archive" -C "$elsewhere/a folder"
  ln -s "$elsewhere/a folder/$name/metier" "$elsewhere/bin/metier"
  metier="$elsewhere/bin/metier"
  pushd "$elsewhere" >/dev/null
  [ "$("$metier" --version 2>&1)" = "metier $version" ] || { echo "dist: --version says: $("$metier" --version 2>&1)" >&2; exit 1; }
  METIER_JAVA_FLAGS=-Xlog:class+load=info:file=loaded.log "$metier" --version >/dev/null
  grep -q "dev.metier.cli.Commands source: shared objects file" loaded.log || { echo "dist: the start-up cache is not used." >&2; exit 1; }
  "$metier" demo >said.txt 2>&1 || { cat said.txt >&2; exit 1; }
  if grep -q "could not be asked\|cannot be loaded" said.txt; then cat said.txt >&2; exit 1; fi
  grep "calls" said.txt | tail -n 1
  { "$metier" init jobs && "$metier" check -f jobs; } >said.txt 2>&1 || { cat said.txt >&2; exit 1; }
  popd >/dev/null
  rm -rf "$elsewhere"
}

# The same sources, built in another folder, make the same jar.
again() {
  local copy
  copy=$(mktemp -d)
  git ls-files -co --exclude-standard -z | tar --null -T - -cf - | tar -xf - -C "$copy"
  (cd "$copy" && maven -DskipTests -Dspotless.check.skip=true package)
  mkdir "$copy/again"
  merge "$copy/$own" "$copy/$libraries" "$copy/again"
  cmp "$image/app/metier.jar" "$copy/again/metier.jar" || { echo "dist: a second build makes another jar; both lie in $copy." >&2; exit 1; }
  rm -rf "$copy"
  echo "$(sha256sum <"$image/app/metier.jar" | cut -c 1-64)  metier.jar, the same in a second build elsewhere"
}

image
pack
check
if [ "${1:-}" != --once ]; then again; fi
cat "$out/SHA256SUMS"
