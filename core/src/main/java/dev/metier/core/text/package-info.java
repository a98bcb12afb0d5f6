/// Texts and their hashes: near names, masked secrets, SHA-256 of several parts.
@NullMarked
package dev.metier.core.text;

import org.jspecify.annotations.NullMarked;
