/// Proves on a policy that no failure sends a job's data to a host that may not read it: the real
/// gateway, on the loopback, with every model played by a server of ours that counts who connects.
@NullMarked
package dev.metier.drill;

import org.jspecify.annotations.NullMarked;
