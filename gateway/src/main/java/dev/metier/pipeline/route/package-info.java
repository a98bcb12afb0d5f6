/// How a request is answered along its route: an executor for each kind of route.
@NullMarked
package dev.metier.pipeline.route;

import org.jspecify.annotations.NullMarked;
