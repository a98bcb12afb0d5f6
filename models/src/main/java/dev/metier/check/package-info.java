/// What says of an answer, without an expected one, whether it may be kept.
@NullMarked
package dev.metier.check;

import org.jspecify.annotations.NullMarked;
