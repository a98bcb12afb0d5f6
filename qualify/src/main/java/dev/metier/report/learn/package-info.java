/// The screens that teach: lessons, words, model cards and guesses, as HTML.
@NullMarked
package dev.metier.report.learn;

import org.jspecify.annotations.NullMarked;
