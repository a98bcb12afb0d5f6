/// Candidates that are programs of the team's own.
@NullMarked
package dev.metier.provider.program;

import org.jspecify.annotations.NullMarked;
