/// The files that a metier.yaml names, and the cases in them.
@NullMarked
package dev.metier.project.cases;

import org.jspecify.annotations.NullMarked;
