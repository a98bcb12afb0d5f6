package dev.metier.form;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes the reference of a file, for people, from its one description.
public final class Reference {
  private final StringBuilder text;
  private final Map<String, Shape.Kind.Keys> sections = new LinkedHashMap<>();
  private final Deque<Shape.Kind.Keys> todo = new ArrayDeque<>();

  private Reference(String head) {
    text = new StringBuilder(head);
  }

  /// The reference of a file.
  ///
  /// @param head what stands before the tables: title, an example, what holds everywhere
  public static String of(String head, Shape.Kind file) {
    var writer = new Reference(head);
    writer.words(file);
    while (!writer.todo.isEmpty()) {
      writer.section(writer.todo.poll());
    }
    return writer.text.toString();
  }

  private void section(Shape.Kind.Keys keys) {
    text.append("\n## ").append(keys.name()).append("\n\n");
    if (!keys.doc().isEmpty()) {
      text.append(keys.doc()).append("\n\n");
    }
    text.append("| key | value | meaning | when absent | example |\n|---|---|---|---|---|\n");
    for (Table.Slot<?> slot : keys.keys()) {
      if (!slot.hidden()) {
        text.append("| `")
            .append(slot.name())
            .append("` | ")
            .append(cell(words(slot.shape().kind())))
            .append(" | ")
            .append(cell(slot.doc()))
            .append(" | ")
            .append(slot.required() ? "**needed**" : cell(slot.usualText()))
            .append(" | ")
            .append(slot.example().isEmpty() ? "" : "`" + cell(slot.example()) + "`")
            .append(" |\n");
      }
    }
  }

  private static String cell(String words) {
    return words.replace("|", "\\|");
  }

  /// Like the words of a message, with links to sections and the meanings of choices.
  private String words(Shape.Kind kind) {
    return switch (kind) {
      case Shape.Kind.Single(var words, _) -> words;
      case Shape.Kind.Anything(var words) -> words;
      case Shape.Kind.Choice(var meanings) ->
          meanings.entrySet().stream()
              .map(e -> "`" + e.getKey() + "` (" + e.getValue() + ")")
              .collect(Collectors.joining(", "));
      case Shape.Kind.ListOf(var item) -> "a list, each " + words(item);
      case Shape.Kind.NamesOf(var name, _, var value) -> "for each " + name + ": " + words(value);
      case Shape.Kind.Either(var kinds) ->
          kinds.stream().map(this::words).distinct().collect(Collectors.joining("; or "));
      case Shape.Kind.Link(_, var to) -> {
        if (!sections.containsKey("grader")) {
          words(to.get());
        }
        yield "a [grader](#grader) or its name alone";
      }
      case Shape.Kind.Keys keys -> {
        if (sections.putIfAbsent(keys.name(), keys) == null) {
          todo.add(keys);
        }
        String anchor =
            keys.name().toLowerCase(Locale.ROOT).replace(" ", "-").replaceAll("[^a-z0-9_-]", "");
        yield "[" + keys.name() + "](#" + anchor + ")";
      }
    };
  }

  /// Every key of a file, each once.
  public static List<Table.Slot<?>> slots(Shape.Kind file) {
    var slots = new ArrayList<Table.Slot<?>>();
    collect(file, slots, Collections.newSetFromMap(new IdentityHashMap<>()));
    return slots;
  }

  private static void collect(Shape.Kind kind, List<Table.Slot<?>> slots, Set<Shape.Kind> seen) {
    if (!seen.add(kind)) {
      return;
    }
    switch (kind) {
      case Shape.Kind.Keys keys ->
          keys.keys()
              .forEach(slot -> {
                if (!slots.contains(slot)) {
                  slots.add(slot);
                  collect(slot.shape().kind(), slots, seen);
                }
              });
      case Shape.Kind.ListOf(var item) -> collect(item, slots, seen);
      case Shape.Kind.NamesOf(_, _, var value) -> collect(value, slots, seen);
      case Shape.Kind.Either(var kinds) -> kinds.forEach(each -> collect(each, slots, seen));
      case Shape.Kind.Link(_, var to) -> collect(to.get(), slots, seen);
      case Shape.Kind.Single _, Shape.Kind.Choice _, Shape.Kind.Anything _ -> {}
    }
  }
}
