/// Reads metier.yaml and its case files into a project, or all of its mistakes at once.
@NullMarked
package dev.metier.project;

import org.jspecify.annotations.NullMarked;
