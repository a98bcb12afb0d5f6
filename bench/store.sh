#!/usr/bin/env bash
# The ledger's single operations. Arguments: entries (1000000), settings (100), batch (500).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compile "$root"/bench/src/main/java/dev/metier/bench/LedgerBench.java
machine
java_main dev.metier.bench.LedgerBench "$@"
