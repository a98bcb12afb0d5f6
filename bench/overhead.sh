#!/usr/bin/env bash
# The qualifier's own processor time for each trial. Arguments: rounds (3), cases for ten models (10000).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compile "$root"/bench/src/main/java/dev/metier/bench/{Bench,Overhead}.java
machine
java_main dev.metier.bench.Overhead "$scratch" "${1:-3}" "${2:-10000}"
