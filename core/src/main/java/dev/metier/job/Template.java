package dev.metier.job;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text with `{{variables}}` that a case fills in.
public record Template(String text) {
  private static final Pattern HOLE = Pattern.compile("\\{\\{\\s*([A-Za-z_][\\w.-]*)\\s*\\}\\}");

  /// The names of all variables, in the order of their first use.
  public Set<String> variables() {
    var names = new LinkedHashSet<String>();
    Matcher holes = HOLE.matcher(text);
    while (holes.find()) {
      names.add(holes.group(1));
    }
    return names;
  }

  /// Whether the text is one variable and nothing else.
  public boolean isVariable() {
    return HOLE.matcher(text.strip()).matches();
  }

  /// The text with every variable replaced.
  ///
  /// @throws IllegalArgumentException when a variable has no value; reading a project rules that
  ///   out
  public String fill(Map<String, String> values) {
    return fill(values, value -> value);
  }

  /// The same, with each value written by `form`.
  public String fill(Map<String, String> values, UnaryOperator<String> form) {
    return HOLE.matcher(text)
        .replaceAll(hole -> {
          String value = values.get(hole.group(1));
          if (value == null) {
            throw new IllegalArgumentException("no value for {{" + hole.group(1) + "}}");
          }
          return Matcher.quoteReplacement(form.apply(value));
        });
  }
}
