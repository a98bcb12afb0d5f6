package dev.metier.importer.promptfoo.config;

import dev.metier.form.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the variables of a test come to: lists multiply it, files are read, variables within
/// variables are filled in.
public final class Variables {
  private static final Pattern VARIABLE =
      Pattern.compile("\\{\\{\\s*([A-Za-z_][\\w.-]*)\\s*\\}\\}");
  private static final int MOST = 10_000;

  private final ConfigFolder source;

  public Variables(ConfigFolder source) {
    this.source = source;
  }

  /// The test once for each combination of its lists' members.
  public List<TestCase> multiplied(TestCase test) {
    if (isTrue(test.options().get("disableVarExpansion"))) {
      return List.of(test);
    }
    List<Map<String, Written>> all = List.of(Map.of());
    for (var variable : test.vars().entrySet()) {
      List<Written> members = members(variable.getValue());
      var next = new ArrayList<Map<String, Written>>();
      for (var before : all) {
        for (Written member : members) {
          var one = new LinkedHashMap<>(before);
          one.put(variable.getKey(), member);
          next.add(one);
        }
      }
      if (next.size() > MOST) {
        source.lost("vars", test.place(), "Its lists multiply to more than 10,000 tests.", "");
        return List.of();
      }
      all = next;
    }
    return all.stream().map(test::withVars).toList();
  }

  private static boolean isTrue(@Nullable Written written) {
    return written instanceof Written.Scalar scalar && scalar.text().equals("true");
  }

  /// A list multiplies only where its first member is text.
  private static List<Written> members(Written value) {
    return value instanceof Written.Items(_, var items)
            && !items.isEmpty()
            && items.getFirst() instanceof Written.Scalar(_, _, var sort)
            && sort == Written.Sort.TEXT
        ? items
        : List.of(value);
  }

  /// The variables as texts; empty where one of them cannot be had.
  public Optional<Map<String, String>> texts(TestCase test) {
    var texts = new LinkedHashMap<String, String>();
    for (var variable : test.vars().entrySet()) {
      Optional<String> text = text(variable.getKey(), variable.getValue());
      if (text.isEmpty()) {
        return Optional.empty();
      }
      texts.put(variable.getKey(), text.get());
    }
    texts.replaceAll((name, value) -> filled(value, texts));
    return Optional.of(texts);
  }

  private static String filled(String value, Map<String, String> texts) {
    if (!value.contains("{{")) {
      return value;
    }
    return VARIABLE
        .matcher(value)
        .replaceAll(
            hole -> Matcher.quoteReplacement(texts.getOrDefault(hole.group(1), hole.group())));
  }

  private Optional<String> text(String name, Written value) {
    if (!(value instanceof Written.Scalar scalar)) {
      return Optional.of(value.json());
    }
    if (scalar.sort() == Written.Sort.NOTHING) {
      return Optional.of("");
    }
    if (source.holdsDate(scalar)) {
      source.note(
          "A date without quotes, such as that in line "
              + scalar.place().line()
              + ", is no text in promptfoo, which fills in [object Object]; here it is what was"
              + " written.");
    }
    if (!ConfigFolder.isFile(scalar.text())) {
      return Optional.of(scalar.text());
    }
    if (scalar.text().matches("(?i).*\\.(js|cjs|mjs|ts|py)(:.*)?")) {
      source.lost(
          "vars", value.place(), "`" + name + "` comes from a program, which is not run.", "");
      return Optional.empty();
    }
    if (scalar.text().matches("(?i).*\\.(png|jpe?g|webp|gif|pdf|mp3|wav|mp4)")) {
      source.lost("vars", value.place(), "`" + name + "` is no text.", "");
      return Optional.empty();
    }
    if (scalar.text().matches("(?i).*\\.(json|ya?ml)")) {
      return source
          .file(scalar.text(), value.place())
          .flatMap(file -> source.written(file, value.place()))
          .map(Written::textOrJson);
    }
    return source.text(scalar.text(), value.place()).map(String::strip);
  }
}
