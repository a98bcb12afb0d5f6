#!/usr/bin/env bash
# What a cascade costs: its checks, the way from a check to the client, many answers that are held at a time, and the end
# of a model's work when its client leaves. Arguments: held at a time (1000).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compile "$root"/bench/src/main/java/dev/metier/bench/{Cascades,CascadeServer}.java
machine
ulimit -n "$(ulimit -Hn)"
BENCH_JAVA_FLAGS="-Xmx256m ${BENCH_JAVA_FLAGS:-}" java_main dev.metier.bench.Cascades "$scratch" "${1:-1000}"
