/// What there is to choose from: models, the hosts they run on, and their prices.
@NullMarked
package dev.metier.catalog;

import org.jspecify.annotations.NullMarked;
