/// Cases from the history of a git repository: a change is the input, its message a draft.
@NullMarked
package dev.metier.importer.git;

import org.jspecify.annotations.NullMarked;
