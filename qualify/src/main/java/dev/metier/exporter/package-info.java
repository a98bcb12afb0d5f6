/// Cases written for other tools.
@NullMarked
package dev.metier.exporter;

import org.jspecify.annotations.NullMarked;
