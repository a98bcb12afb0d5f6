package dev.metier.qualify;

import dev.metier.job.Money;
import dev.metier.plan.Trial;
import dev.metier.provider.Provider;

/// A trial on its way: who runs it, who grades it, and the money held for it.
record Errand(
    Trial trial, Track track, Provider provider, Endpoint endpoint, Marking marking, Money held) {}
