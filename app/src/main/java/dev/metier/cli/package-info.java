/// One class for each command.
@NullMarked
package dev.metier.cli;

import org.jspecify.annotations.NullMarked;
