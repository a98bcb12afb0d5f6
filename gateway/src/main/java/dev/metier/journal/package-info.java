/// What became of every request, written down behind its back.
@NullMarked
package dev.metier.journal;

import org.jspecify.annotations.NullMarked;
