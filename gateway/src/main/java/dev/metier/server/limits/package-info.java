/// The connections of clients: who may take how long.
@NullMarked
package dev.metier.server.limits;

import org.jspecify.annotations.NullMarked;
