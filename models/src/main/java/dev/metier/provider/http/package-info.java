/// Asks models over HTTP, and times them at the socket.
@NullMarked
package dev.metier.provider.http;

import org.jspecify.annotations.NullMarked;
