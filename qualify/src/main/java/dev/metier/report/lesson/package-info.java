/// What the pages that teach show: the numbers of a project, and the words of the program.
@NullMarked
package dev.metier.report.lesson;

import org.jspecify.annotations.NullMarked;
