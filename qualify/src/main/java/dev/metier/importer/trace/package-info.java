/// Reads traces of applications that ask models: OpenTelemetry's spans and events become cases.
@NullMarked
package dev.metier.importer.trace;

import org.jspecify.annotations.NullMarked;
