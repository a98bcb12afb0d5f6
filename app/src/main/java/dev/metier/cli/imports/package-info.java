/// Commands that make jobs of what people have: one class for each kind of source.
@NullMarked
package dev.metier.cli.imports;

import org.jspecify.annotations.NullMarked;
