/// Makes projects of promptfoo's configurations: what each of their parts becomes here.
@NullMarked
package dev.metier.importer.promptfoo;

import org.jspecify.annotations.NullMarked;
