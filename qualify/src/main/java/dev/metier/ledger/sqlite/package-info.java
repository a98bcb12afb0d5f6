/// The ledger in a SQLite file, which a first verdict needs no server for.
@NullMarked
package dev.metier.ledger.sqlite;

import org.jspecify.annotations.NullMarked;
