/// Reads what coding agents keep of their sessions on this machine: files that are only read, and
/// stay where they are.
@NullMarked
package dev.metier.importer.transcript;

import org.jspecify.annotations.NullMarked;
