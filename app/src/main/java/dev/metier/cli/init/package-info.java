/// Writes a first project: the models that are found, and the chores that somebody chooses.
@NullMarked
package dev.metier.cli.init;

import org.jspecify.annotations.NullMarked;
