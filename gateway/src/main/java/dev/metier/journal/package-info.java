/// What became of every request: one line each, in a file a day.
@NullMarked
package dev.metier.journal;

import org.jspecify.annotations.NullMarked;
