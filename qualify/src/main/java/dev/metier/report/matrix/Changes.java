package dev.metier.report.matrix;

import dev.metier.qualify.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is different since an earlier moment, as text and as JSON.
///
/// @param since the moment or the build, in words
/// @param all one for each job and model
public record Changes(String since, List<Change> all) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int SHOWN = 20;

  public Changes {
    all = List.copyOf(all);
  }

  /// Those that people are told of.
  public List<Change> different() {
    return all.stream().filter(Change::matters).toList();
  }

  /// For people.
  public String text() {
    var lines = new ArrayList<String>();
    lines.add("Since " + since + ", by today's cases, graders and bars:");
    lines.addAll(otherBars());
    for (Change change : different()) {
      lines.add("");
      lines.add(head(change));
      cases(change).forEach(line -> lines.add("  " + line));
    }
    lines.add("");
    lines.add(same());
    return String.join("\n", lines) + "\n";
  }

  /// How many are as they were, as a sentence.
  public String same() {
    int same = all.size() - different().size();
    return same == 1 ? "1 verdict is as it was." : same + " verdicts are as they were.";
  }

  /// Where bars were others then; both verdicts are by those of today.
  public List<String> otherBars() {
    Map<String, Set<String>> jobs = new LinkedHashMap<>();
    all.stream()
        .filter(change -> !change.bars().isEmpty())
        .forEach(change ->
            jobs.computeIfAbsent(bars(change), _ -> new LinkedHashSet<>())
                .add(change.job().name().text()));
    return jobs.entrySet().stream()
        .map(e -> "The bar of " + String.join(", ", e.getValue()) + " was another: " + e.getKey())
        .map(sentence -> sentence + ".")
        .toList();
  }

  private static String bars(Change change) {
    return String.join("; ", change.bars());
  }

  private static String head(Change change) {
    String then = change.then().word();
    String now = change.now().word();
    return change.job().name()
        + " x "
        + change.model().name()
        + ": "
        + (then.equals(now) ? now + " as before" : then + " -> " + now)
        + (change.causes().isEmpty() ? "" : " (" + String.join(", ", change.causes()) + ")");
  }

  /// The cases that end otherwise, a line for each direction.
  public static List<String> cases(Change change) {
    var lines = new ArrayList<String>();
    cases("no longer pass", change.passNoMore(), change.both()).ifPresent(lines::add);
    cases("pass now", change.passNow(), change.both()).ifPresent(lines::add);
    return lines;
  }

  private static Optional<String> cases(String what, List<String> names, int both) {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    int more = names.size() - SHOWN;
    return Optional.of(
        "%,d of %,d cases answered both times %s: %s%s"
            .formatted(
                names.size(),
                both,
                names.size() == 1 ? what.replace("pass", "passes") : what,
                String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))),
                more > 0 ? ", and %,d more".formatted(more) : ""));
  }

  /// For programs; every job and model is in it.
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("since", since);
    ArrayNode changes = root.putArray("changes");
    for (Change change : all) {
      ObjectNode node = changes.addObject();
      node.put("job", change.job().name().text());
      node.put("model", change.model().name().text());
      node.put("then", change.then().word());
      node.put("now", change.now().word());
      change.causes().forEach(node.putArray("causes")::add);
      change.bars().forEach(node.putArray("bars")::add);
      node.put("both", change.both());
      change.passNoMore().forEach(node.putArray("pass_no_more")::add);
      change.passNow().forEach(node.putArray("pass_now")::add);
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
