/// The vendors' wire formats, as pure functions between bytes and chat.
@NullMarked
package dev.metier.dialect;

import org.jspecify.annotations.NullMarked;
