package dev.metier.grade.code;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.GraderSpec.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A well-formed text in a language stands somewhere in the answer: in a code fence, or, with tags,
/// among words.
public record FoundGrader(Syntax syntax) implements Grader {
  private static final Pattern FENCE = Pattern.compile("```[a-zA-Z]*\\s*([^`]+)```");
  private static final int MOST = 100;

  @Override
  public Grade grade(Sample sample) {
    String text = sample.reply().text().strip();
    for (String candidate : candidates(text)) {
      boolean found =
          switch (syntax) {
            case XML -> XmlSyntax.wrong(candidate).isEmpty();
            case HTML -> HtmlSyntax.wrong(candidate).isEmpty();
            case SQL -> SqlSyntax.wrong(candidate).isEmpty();
            case JSON -> throw new IllegalArgumentException("JSON is found by its own grader");
          };
      if (found) {
        return Grade.pass("There is well-formed " + syntax + ".");
      }
    }
    return Grade.fail("Expected " + syntax + ", found none in " + quote(text) + ".");
  }

  /// What stands in code fences, as far as there are not too many.
  static List<String> fenced(String text) {
    var blocks = new ArrayList<String>();
    Matcher fence = FENCE.matcher(text);
    while (fence.find() && blocks.size() < MOST) {
      blocks.add(fence.group(1).strip());
    }
    return blocks;
  }

  private List<String> candidates(String text) {
    List<String> candidates = fenced(text);
    if (syntax == Syntax.SQL) {
      return candidates.isEmpty() && !text.isEmpty() ? List.of(text) : candidates;
    }
    int first = text.indexOf('<');
    int last = text.lastIndexOf('>');
    if (first >= 0 && last > first) {
      candidates.add(text.substring(first, last + 1));
    }
    return candidates;
  }
}
