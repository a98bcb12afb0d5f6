/// What is remembered from one request of a cascade to the next: its conversations and what they
/// cost, and the shares of answers that are kept.
@NullMarked
package dev.metier.pipeline.cascade;

import org.jspecify.annotations.NullMarked;
