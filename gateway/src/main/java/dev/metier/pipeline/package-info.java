/// What happens to every request on its way: the steps in their order, and the route to a model.
@NullMarked
package dev.metier.pipeline;

import org.jspecify.annotations.NullMarked;
