/// Says how good an observation is, and why.
///
/// `Graders.of(spec)` makes the grader of a project's line; families of graders share a file, as
/// nested records.
@NullMarked
package dev.metier.grade;

import org.jspecify.annotations.NullMarked;
