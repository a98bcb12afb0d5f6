/// Serves the screens to browsers of this machine, and to nobody else; tells open pages what
/// changed.
@NullMarked
package dev.metier.web;

import org.jspecify.annotations.NullMarked;
