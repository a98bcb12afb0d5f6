/// Reads code in JavaScript without running it: what it needs, what it exports, what it compares.
@NullMarked
package dev.metier.importer.javascript;

import org.jspecify.annotations.NullMarked;
