/// The ledger: every trial that was paid for, kept once and for good.
@NullMarked
package dev.metier.ledger;

import org.jspecify.annotations.NullMarked;
