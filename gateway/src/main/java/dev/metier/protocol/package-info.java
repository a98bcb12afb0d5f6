/// The protocols that clients speak to the gateway: requests become chat, answers become bytes
/// again. Pure functions, no IO.
@NullMarked
package dev.metier.protocol;

import org.jspecify.annotations.NullMarked;
