/// What is said to a model and what comes back, in nobody's dialect.
@NullMarked
package dev.metier.chat;

import org.jspecify.annotations.NullMarked;
