/// From evidence to FIT, UNFIT or UNDECIDED, need by need.
@NullMarked
package dev.metier.verdict;

import org.jspecify.annotations.NullMarked;
