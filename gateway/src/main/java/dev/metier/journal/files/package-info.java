/// The journal in a file a day, one line for each request.
@NullMarked
package dev.metier.journal.files;

import org.jspecify.annotations.NullMarked;
