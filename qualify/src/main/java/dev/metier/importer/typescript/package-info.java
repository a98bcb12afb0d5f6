/// Reads code in TypeScript without running it, and takes its types out.
@NullMarked
package dev.metier.importer.typescript;

import org.jspecify.annotations.NullMarked;
