/// Projects made of other tools' files: what is carried over, and what is not.
@NullMarked
package dev.metier.importer;

import org.jspecify.annotations.NullMarked;
