/// Takes requests and runs the policy on them.
@NullMarked
package dev.metier.gateway;

import org.jspecify.annotations.NullMarked;
