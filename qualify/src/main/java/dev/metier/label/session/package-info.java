/// What a person who labels is shown next, and how far labellers agree.
@NullMarked
package dev.metier.label.session;

import org.jspecify.annotations.NullMarked;
