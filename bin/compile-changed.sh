# Compiles what changed since the last time; sourced by ./dev. Where other classes see no difference, nothing that stands on
# a changed file is compiled anew; otherwise its module and those behind it are.
modules=(core models gateway qualify app)

# The changed sources of a module's program, as names of classes.
changed_in() {
  local sources=$1/src/main/java classes=$1/target/classes file name
  while read -r file; do
    name=${file#"$sources/"} name=${name%.java}
    if [ ! -f "$classes/$name.class" ] || [ "$file" -nt "$classes/$name.class" ]; then echo "$name"; fi
  done < <(find "$sources" -name '*.java')
}

# Whether a class is left whose source is gone.
is_orphaned() {
  local classes=$1/target/classes file name
  [ -d "$classes/dev" ] || return 1
  while read -r file; do
    name=${file#"$classes/"}
    [ -f "$1/src/main/java/${name%.class}.java" ] || return 0
  done < <(find "$classes/dev" -name '*.class' ! -name '*$*')
  return 1
}

declared() { "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC app/src/build/java/Declarations.java "$@"; }

# compile_changed ARGS: ARGS go to Maven
compile_changed() {
  local module each names=() before="" after="" whole=no seen=()
  for module in "${modules[@]}"; do
    mapfile -t names < <(changed_in "$module")
    if [ "$whole" = no ] && { [ ! -d "$module/target/classes/dev" ] || [ ${#names[@]} -gt 40 ] || is_orphaned "$module"; }; then
      whole=yes
    fi
    if [ ${#names[@]} -gt 0 ]; then seen+=("$module/target/classes ${names[*]}"); fi
  done
  if [ "$whole" = yes ]; then
    only_compile "$@"
    return
  fi
  for each in "${seen[@]}"; do before+=$(declared $each); done
  only_compile -Dmaven.compiler.useIncrementalCompilation=false "$@"
  for each in "${seen[@]}"; do after+=$(declared $each); done
  if [ "$before" != "$after" ]; then
    # without its classes a module is compiled whole, and so are those that stand on it
    rm -rf "${seen[0]%%/*}/target/classes/dev"
    only_compile "$@"
  fi
}

only_compile() {
  maven -q -o -DcompileOnly -Dspotless.check.skip=true -pl core,models,gateway,qualify,app compile "$@"
}
