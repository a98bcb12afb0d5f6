/// Values in answers, however people and models write them: numbers, amounts, dates, JSON.
@NullMarked
package dev.metier.grade.value;

import org.jspecify.annotations.NullMarked;
