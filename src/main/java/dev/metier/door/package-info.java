/// The connections of clients: who may take how long.
@NullMarked
package dev.metier.door;

import org.jspecify.annotations.NullMarked;
