/// Judges: which model grades a job's answers, what it said of each, and how often it errs.
@NullMarked
package dev.metier.judge;

import org.jspecify.annotations.NullMarked;
