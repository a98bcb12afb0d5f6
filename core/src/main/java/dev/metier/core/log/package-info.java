/// What operators are told of failures that no answer tells.
@NullMarked
package dev.metier.core.log;

import org.jspecify.annotations.NullMarked;
