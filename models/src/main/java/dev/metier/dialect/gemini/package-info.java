/// Google Gemini's generateContent.
@NullMarked
package dev.metier.dialect.gemini;

import org.jspecify.annotations.NullMarked;
