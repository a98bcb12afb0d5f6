/// Graders of answers that are JSON.
@NullMarked
package dev.metier.grade.json;

import org.jspecify.annotations.NullMarked;
