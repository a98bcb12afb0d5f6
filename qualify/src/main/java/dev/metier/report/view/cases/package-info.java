/// What the case lab shows: which cases, and two models' answers to them.
@NullMarked
package dev.metier.report.view.cases;

import org.jspecify.annotations.NullMarked;
