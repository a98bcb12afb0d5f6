/// The programs that ask the gateway, and what each of them has to be told.
@NullMarked
package dev.metier.client;

import org.jspecify.annotations.NullMarked;
