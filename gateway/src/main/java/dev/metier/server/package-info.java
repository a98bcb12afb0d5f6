/// Takes requests and runs the policy on them.
@NullMarked
package dev.metier.server;

import org.jspecify.annotations.NullMarked;
