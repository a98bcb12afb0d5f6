/// What it is to ask a model, and what comes back; and records of earlier answers.
@NullMarked
package dev.metier.provider;

import org.jspecify.annotations.NullMarked;
