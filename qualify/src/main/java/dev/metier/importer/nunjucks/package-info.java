/// Templates of Nunjucks, as far as they come to the same text without running code.
@NullMarked
package dev.metier.importer.nunjucks;

import org.jspecify.annotations.NullMarked;
