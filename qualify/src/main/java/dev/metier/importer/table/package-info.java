/// Cases from tables: spreadsheets, CSV, JSON lines and JSON, by a mapping of their columns.
@NullMarked
package dev.metier.importer.table;

import org.jspecify.annotations.NullMarked;
