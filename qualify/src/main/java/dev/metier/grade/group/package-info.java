/// Graders made of graders.
@NullMarked
package dev.metier.grade.group;

import org.jspecify.annotations.NullMarked;
