/// Searches for the models of a workflow's stages: few combinations are run from end to end, and
/// the first that is FIT is served.
@NullMarked
package dev.metier.workflow.search;

import org.jspecify.annotations.NullMarked;
