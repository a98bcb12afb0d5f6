/// Reads what OpenAI's Evals leave behind: objects of its API as files, and the open registry.
@NullMarked
package dev.metier.importer.evals;

import org.jspecify.annotations.NullMarked;
