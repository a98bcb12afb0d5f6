package dev.metier.job;

import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

  /// The variables whose value, when it is a list of messages, is said as these.
  public Set<String> turnVariables() {
    var names = new LinkedHashSet<String>();
    turns.stream()
        .map(Turn::template)
        .filter(Template::isVariable)
        .forEach(template -> names.addAll(template.variables()));
    return names;
  }

  /// What is said for a case, with its pictures. A turn that is one variable and nothing else is
  /// said as the turns that its value is, when it is a list of messages.
  public List<Message> fill(Case given) {
    var values = given.values();
    var said = turns.stream().flatMap(turn -> said(turn, turn.template().fill(values))).toList();
    return given.pictures().isEmpty() ? said : showing(given.pictures(), said);
  }

  /// The messages with the pictures before the text of the user's last turn.
  private static List<Message> showing(List<Picture> pictures, List<Message> said) {
    var shown = new ArrayList<>(said);
    var parts = new ArrayList<Part>();
    pictures.forEach(picture -> parts.add(new Part.Image(picture.address())));
    int last = shown.size() - 1;
    while (last >= 0 && shown.get(last).role() != Role.USER) {
      last--;
    }
    if (last >= 0) {
      parts.addAll(shown.remove(last).parts());
    }
    shown.add(last < 0 ? shown.size() : last, new Message(Role.USER, parts));
    return List.copyOf(shown);
  }

  /// What is said for these values, of which only some may be lists of messages: what a model wrote
  /// is one text, whatever it looks like.
  ///
  /// @param mayBeTurns by the variable's name
  public List<Message> fill(Map<String, String> values, Predicate<String> mayBeTurns) {
    return turns.stream()
        .flatMap(turn -> {
          String text = turn.template().fill(values);
          return turn.template().variables().stream().allMatch(mayBeTurns)
              ? said(turn, text)
              : Stream.of(Message.of(turn.role(), text));
        })
        .toList();
  }

  private static Stream<Message> said(Turn turn, String text) {
    return Optional.of(text)
        .filter(value -> turn.template().isVariable())
        .flatMap(MessageList::of)
        .map(List::stream)
        .orElseGet(() -> Stream.of(Message.of(turn.role(), text)));
  }
}
