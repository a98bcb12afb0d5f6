/// How applications of the team's own are asked, and where in what they give the answer stands.
@NullMarked
package dev.metier.dialect.own;

import org.jspecify.annotations.NullMarked;
