/// What people say of answers, one at a time: pass, fail or cannot tell; kept in files beside the
/// project.
@NullMarked
package dev.metier.label;

import org.jspecify.annotations.NullMarked;
