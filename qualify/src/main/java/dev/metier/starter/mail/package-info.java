/// Made-up cases about what people write to each other: mails, threads, notes and requests.
@NullMarked
package dev.metier.starter.mail;

import org.jspecify.annotations.NullMarked;
