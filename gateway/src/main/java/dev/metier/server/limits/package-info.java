/// Limits of client connections: time-outs and the memory that requests hold.
@NullMarked
package dev.metier.server.limits;

import org.jspecify.annotations.NullMarked;
