/// Bytes as they cross the wire, whoever sends them: lines, server-sent events, JSON.
@NullMarked
package dev.metier.wire;

import org.jspecify.annotations.NullMarked;
