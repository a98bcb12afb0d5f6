/// Reads promptfoo's configurations: prompts, tests, variables and assertions, in place and in the
/// files that they name. Nothing in them is executed.
@NullMarked
package dev.metier.importer.promptfoo.config;

import org.jspecify.annotations.NullMarked;
