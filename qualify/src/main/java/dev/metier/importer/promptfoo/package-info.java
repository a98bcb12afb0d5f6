/// Reads promptfoo's configurations and their test files. Nothing in them is executed.
@NullMarked
package dev.metier.importer.promptfoo;

import org.jspecify.annotations.NullMarked;
