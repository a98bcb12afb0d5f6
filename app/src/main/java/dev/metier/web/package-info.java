/// Serves the screens to browsers of this machine, and to nobody else.
@NullMarked
package dev.metier.web;

import org.jspecify.annotations.NullMarked;
