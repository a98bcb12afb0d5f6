/// What commands show on the screen and hear from it: the console, progress, interrupts, mistakes.
@NullMarked
package dev.metier.terminal;

import org.jspecify.annotations.NullMarked;
