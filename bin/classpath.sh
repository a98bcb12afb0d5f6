# Sourced with $root set: sets classpath. The library of the command line stands first, since the start-up cache cannot
# hold its classes and looking for them opens every jar that stands before it.
classpath="$root/target/metier.jar:$(echo "$root"/target/lib/picocli-*.jar):$root/target/lib/*"
