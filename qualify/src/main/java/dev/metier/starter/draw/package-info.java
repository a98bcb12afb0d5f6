/// What made-up cases are made of: a seeded draw, texts with values in them, and the case itself.
@NullMarked
package dev.metier.starter.draw;

import org.jspecify.annotations.NullMarked;
