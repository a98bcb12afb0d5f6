/// Files that are whole or not there, and folders that are their owner's alone.
@NullMarked
package dev.metier.core.io;

import org.jspecify.annotations.NullMarked;
