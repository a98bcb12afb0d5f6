/// The screens in a real browser, as people and screen readers meet them.
@NullMarked
package dev.metier.browser;

import org.jspecify.annotations.NullMarked;
