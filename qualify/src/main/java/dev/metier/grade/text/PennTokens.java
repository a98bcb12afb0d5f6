package dev.metier.grade.text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Words and signs apart, as the Penn Treebank has them, in small letters.
final class PennTokens {
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u0085]+");

  private PennTokens() {}

  static List<String> of(String text) {
    String spaced =
        " " + BLANKS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip() + " ";
    spaced =
        spaced
            .replaceAll("``|''|\"", " '' ")
            .replace("...", " ... ")
            .replaceAll("([:,])(?!\\p{Nd})", " $1 ")
            .replaceAll("([;@#$%&])", " $1 ")
            .replaceAll("([^.])(?<!\\b[a-z]\\.[a-z])\\.([\\])}>' ]*)$", "$1 . $2 ")
            .replaceAll("([?!])", " $1 ")
            .replaceAll("([\\]\\[(){}<>])", " $1 ")
            .replace("--", " -- ")
            .replaceAll("([^'])' ", "$1 ' ")
            .replaceAll("'([smd]) ", " '$1 ")
            .replaceAll("('ll|'re|'ve|n't) ", " $1 ")
            .replaceAll("\\b(can)(not)\\b", "$1 $2")
            .replaceAll("\\b(gon|wan)(na)\\b", "$1 $2")
            .replaceAll("\\b(gim|lem)(me)\\b", "$1 $2")
            .replaceAll("\\b(got)(ta)\\b", "$1 $2")
            .strip();
    return spaced.isEmpty() ? List.of() : List.of(BLANKS.split(spaced));
  }
}
