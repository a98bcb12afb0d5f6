/// Workflows on their way from stage to stage, the same whether they are measured or served.
@NullMarked
package dev.metier.workflow;

import org.jspecify.annotations.NullMarked;
