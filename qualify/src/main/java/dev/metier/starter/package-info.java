/// Jobs to begin with: prompts, graders and made-up cases, which `metier init` writes.
@NullMarked
package dev.metier.starter;

import org.jspecify.annotations.NullMarked;
