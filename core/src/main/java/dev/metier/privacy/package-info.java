/// Personal data and secrets in requests and cases, found without asking anybody.
@NullMarked
package dev.metier.privacy;

import org.jspecify.annotations.NullMarked;
