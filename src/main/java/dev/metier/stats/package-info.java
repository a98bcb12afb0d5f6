/// Exact and anytime-valid statistics: numbers in, decisions out.
@NullMarked
package dev.metier.stats;

import org.jspecify.annotations.NullMarked;
