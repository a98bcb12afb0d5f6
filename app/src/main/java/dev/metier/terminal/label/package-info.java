/// Puts answers before a person on the screen, one at a time, and takes what keys say of them.
@NullMarked
package dev.metier.terminal.label;

import org.jspecify.annotations.NullMarked;
