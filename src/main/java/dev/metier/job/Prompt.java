package dev.metier.job;

import dev.metier.chat.Message;
import dev.metier.chat.Role;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a job says to a model: one or more turns with `{{variables}}`.
public record Prompt(List<Turn> turns) {
  /// One turn.
  public record Turn(Role role, Template template) {}

  public Prompt {
    turns = List.copyOf(turns);
    if (turns.isEmpty()) {
      throw new IllegalArgumentException("a prompt has at least one turn");
    }
  }

  public static Prompt ofUser(String template) {
    return new Prompt(List.of(new Turn(Role.USER, new Template(template))));
  }

  public Set<String> variables() {
    var names = new LinkedHashSet<String>();
    turns.forEach(turn -> names.addAll(turn.template().variables()));
    return names;
  }

  public List<Message> fill(Case given) {
    var values = given.values();
    return turns.stream()
        .map(turn -> Message.of(turn.role(), turn.template().fill(values)))
        .toList();
  }
}
