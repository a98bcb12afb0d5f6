/// One HTTP call of a model, whoever makes it: its connection, its limits, and what its failures
/// mean.
@NullMarked
package dev.metier.call;

import org.jspecify.annotations.NullMarked;
