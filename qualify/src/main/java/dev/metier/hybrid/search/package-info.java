/// Searches a job's kept answers for chains of models that earn a place beside one model alone.
@NullMarked
package dev.metier.hybrid.search;

import org.jspecify.annotations.NullMarked;
