/// Learned routers: fitted to what two models did on the same cases, and kept only when they beat
/// what is simpler.
@NullMarked
package dev.metier.learn.router;

import org.jspecify.annotations.NullMarked;
