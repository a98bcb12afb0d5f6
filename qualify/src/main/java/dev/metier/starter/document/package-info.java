/// Made-up cases about documents: invoices, passages, long registers, and texts to be rewritten.
@NullMarked
package dev.metier.starter.document;

import org.jspecify.annotations.NullMarked;
