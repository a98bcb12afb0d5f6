#!/usr/bin/env bash
# How often the tests decide, beside the optimal boundary, and how often they are wrong. Argument: a seed.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compile "$root"/bench/src/main/java/dev/metier/stats/PowerTable.java "$root"/bench/src/main/java/dev/metier/verdict/TimeAndCostErrors.java
machine
java_main dev.metier.stats.PowerTable "$@"
java_main dev.metier.verdict.TimeAndCostErrors "$@"
