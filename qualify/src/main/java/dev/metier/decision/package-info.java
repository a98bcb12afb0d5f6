/// Decision records: what a team decided for a job, on which evidence, and whether that still holds.
@NullMarked
package dev.metier.decision;

import org.jspecify.annotations.NullMarked;
