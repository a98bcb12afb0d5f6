# Sourced with $root set: sets classpath. One jar has everything, since opening each library takes longer than starting.
# What is laid into lib/ comes after it: libraries that are too large to be shipped.
classpath=$root/target/metier-all.jar
if [ -d "$root/lib" ]; then classpath=$classpath:$root/lib/*; fi
