# Sourced: sets JAVA_HOME to a JDK of at least 25, or says how to get one and ends.
metier_is_jdk25() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
  local version
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${version:-0}" -ge 25 ]
}
metier_find_jdk() {
  local home
  for home in "${METIER_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && metier_is_jdk25 "$home"; then
      JAVA_HOME=$home
      return 0
    fi
  done
  return 1
}
if ! metier_find_jdk; then
  echo "metier: no JDK 25 found (looked in METIER_JAVA_HOME, JAVA_HOME, /usr/lib/jvm, ~/.sdkman, ~/.jdks)." >&2
  echo "  Install one, for example 'sdk install java 25-tem' or from https://adoptium.net," >&2
  echo "  or set METIER_JAVA_HOME to where it is." >&2
  exit 2
fi
