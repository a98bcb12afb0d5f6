/// Decision records: their files, drafts from the evidence, when they may be accepted, what changed
/// since.
@NullMarked
package dev.metier.decision;

import org.jspecify.annotations.NullMarked;
