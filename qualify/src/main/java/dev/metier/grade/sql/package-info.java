/// Graders of answers that are queries of a database.
@NullMarked
package dev.metier.grade.sql;

import org.jspecify.annotations.NullMarked;
