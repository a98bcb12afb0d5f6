/// What the team wants done: jobs, their cases, graders and needs.
@NullMarked
package dev.metier.job;

import org.jspecify.annotations.NullMarked;
