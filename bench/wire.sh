#!/usr/bin/env bash
# The client side of one endpoint: processor time of 10,000 requests, first-token times, how fast an interrupt arrives.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
compile "$root"/bench/src/main/java/dev/metier/provider/http/WireBench.java
machine
java_main dev.metier.provider.http.WireBench
