package dev.metier.importer.promptfoo;

import dev.metier.form.Written;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import dev.metier.importer.promptfoo.config.TestCase;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What cases are called: as their test is described, or by the beginning of the first variable
/// that tells the tests apart. Not thread-safe.
final class CaseNames {
  private static final int LONGEST = 40;

  private final Optional<String> telling;
  private final Set<String> taken = new HashSet<>();

  CaseNames(List<TestCase> tests) {
    List<String> names =
        tests.stream().flatMap(t -> t.vars().keySet().stream()).distinct().toList();
    this.telling =
        names.stream()
            .filter(name -> tests.stream().map(t -> value(t, name)).distinct().limit(2).count() > 1)
            .findFirst()
            .or(() -> names.stream().findFirst());
  }

  private static String value(TestCase test, String name) {
    Written value = test.vars().get(name);
    return value == null ? "" : value.textOrJson();
  }

  /// The test's name, which another test may have too.
  ///
  /// @param vars its variables as texts
  /// @param number of the test, from 1: its name where nothing else tells
  String plain(TestCase test, Map<String, String> vars, int number) {
    return test.description()
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .or(() -> telling.map(name -> begun(test, vars, name)).filter(text -> !text.isEmpty()))
        .orElse("test " + number);
  }

  private static String begun(TestCase test, Map<String, String> vars, String name) {
    String written = value(test, name);
    if (ConfigFolder.isFile(written)) {
      return shortened(written.substring(written.lastIndexOf('/') + 1));
    }
    return shortened(vars.getOrDefault(name, ""));
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    if (line.codePointCount(0, line.length()) <= LONGEST) {
      return line;
    }
    String cut = line.substring(0, line.offsetByCodePoints(0, LONGEST - 1));
    int blank = cut.lastIndexOf(' ');
    return (blank > LONGEST / 2 ? cut.substring(0, blank) : cut).strip() + "…";
  }

  /// The same, but no two alike among those that share `where`.
  String unique(String plain, String where) {
    String name = plain;
    for (int i = 2; !taken.add(where + "\n" + name); i++) {
      name = plain + " (" + i + ")";
    }
    return name;
  }
}
