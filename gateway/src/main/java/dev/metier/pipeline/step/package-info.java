/// The steps of every request: a class each, in the order of `RequestSteps`.
@NullMarked
package dev.metier.pipeline.step;

import org.jspecify.annotations.NullMarked;
