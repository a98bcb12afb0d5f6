/// Numbers in, intervals and decisions out: the sequential tests behind every verdict, and the
/// figures shown beside them.
@NullMarked
package dev.metier.stats;

import org.jspecify.annotations.NullMarked;
