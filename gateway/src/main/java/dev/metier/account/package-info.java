/// Who asks, and what they may spend: virtual keys, budgets and rate limits.
@NullMarked
package dev.metier.account;

import org.jspecify.annotations.NullMarked;
