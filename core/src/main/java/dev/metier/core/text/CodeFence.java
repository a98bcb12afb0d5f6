package dev.metier.core.text;

import java.util.Optional;
import java.util.regex.Pattern;

/// Code fences, as models put them around what they were asked for.
public final class CodeFence {
  private static final Pattern LANGUAGE = Pattern.compile("[\\w+-]{0,20}");

  private CodeFence() {}

  /// What stands in the one code fence that the text is, if it is one.
  public static Optional<String> within(String text) {
    String fence = text.strip();
    int line = fence.indexOf('\n');
    if (!fence.startsWith("```")
        || !fence.endsWith("```")
        || line < 0
        || line > fence.length() - 3
        || !LANGUAGE.matcher(fence.substring(3, line).strip()).matches()) {
      return Optional.empty();
    }
    String within = fence.substring(line + 1, fence.length() - 3).replaceFirst("[ \\t]++$", "");
    int end = within.length();
    end -= end > 0 && within.charAt(end - 1) == '\n' ? 1 : 0;
    end -= end > 0 && within.charAt(end - 1) == '\r' ? 1 : 0;
    return Optional.of(within.substring(0, end));
  }
}
