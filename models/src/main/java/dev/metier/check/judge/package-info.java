/// What a judge is asked about an answer, and what its words mean.
@NullMarked
package dev.metier.check.judge;

import org.jspecify.annotations.NullMarked;
