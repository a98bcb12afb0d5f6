/// The way to the models' servers: connections, limits, and the translation of what comes back.
@NullMarked
package dev.metier.upstream;

import org.jspecify.annotations.NullMarked;
