/// What each screen shows, as plain records that every medium reads.
@NullMarked
package dev.metier.report.view;

import org.jspecify.annotations.NullMarked;
