package dev.metier.policy;

import static dev.metier.form.Table.Slot.key;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ModelProfile.SystemMessages;
import dev.metier.catalog.ModelProfile.Thinking;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What is declared of a model where the table of profiles is wrong or does not know it: the same
/// section in metier.yaml and in a policy file.
public final class ProfileReader {
  static final Slot<Thinking> THINKING =
      key(
          "thinking",
          ScalarReader.words(
              Thinking.values(),
              "not at all, or not on demand",
              "with a budget of tokens",
              "with a budget or `adaptive`",
              "`adaptive`, with an effort",
              "by `reasoning_effort`",
              "by `thinkingLevel`",
              "by a switch of its chat template"),
          "How it is told to think.",
          "\"adaptive\"");
  static final Slot<Boolean> THINKING_STOPS =
      key("thinking_stops", ScalarReader.flag(), "Whether it can be told not to think.", "false");
  static final Slot<SystemMessages> SYSTEM_MESSAGES =
      key(
          "system_messages",
          ScalarReader.words(
              SystemMessages.values(),
              "anywhere in a chat",
              "one before all others; later ones become the user's text in their place"),
          "Where it takes system messages.",
          "\"leading\"");
  static final Slot<Boolean> FORCED_TOOLS =
      key(
          "forced_tools",
          ScalarReader.flag(),
          "Whether it can be made to call a tool; else it is only offered.",
          "false");
  static final Slot<Boolean> THINKS_WITH_TOOLS =
      key(
          "thinks_with_tools",
          ScalarReader.flag(),
          "Whether it can think while it is offered tools; else its effort is `none` then.",
          "false");
  static final Slot<Boolean> PREFILL =
      key(
          "prefill",
          ScalarReader.flag(),
          "Whether it goes on with an answer that the request begins; else the user asks it to.",
          "false");
  static final Slot<Boolean> PICTURES =
      key(
          "pictures",
          ScalarReader.flag(),
          "Whether it reads pictures; a model that does not is not asked about cases with some.",
          "false");
  static final Slot<List<String>> REFUSED =
      key(
          "refused",
          Shape.list(ScalarReader.text()),
          "Parameters that it answers with an error, in place of those that are known; they are"
              + " left out.",
          "[\"temperature\", \"top_p\"]");
  static final Slot<Integer> LONGEST_OUTPUT =
      key(
          "longest_output",
          ScalarReader.count(),
          "Most tokens of an answer; asked for where Anthropic's API wants a limit and nobody sets"
              + " one.",
          "64000");

  /// What is left out stays as the table of profiles has it.
  public static final Slot<Table> SLOT =
      key(
              "profile",
              Table.shape(
                  "profile",
                  "What a model takes and what it refuses, where that is not known or known"
                      + " wrongly.",
                  THINKING,
                  THINKING_STOPS,
                  SYSTEM_MESSAGES,
                  FORCED_TOOLS,
                  THINKS_WITH_TOOLS,
                  PREFILL,
                  PICTURES,
                  REFUSED,
                  LONGEST_OUTPUT),
              "What it takes and what it refuses.",
              "{\"refused\": [\"temperature\"]}")
          .otherwise("what is known of it by its provider and name");

  private ProfileReader() {}

  /// A profile with what is declared in place of what is known.
  public static ModelProfile declared(ModelProfile known, Optional<Table> section) {
    if (section.isEmpty()) {
      return known;
    }
    Table table = section.get();
    return new ModelProfile(
        table.find(THINKING).orElse(known.thinking()),
        table.find(THINKING_STOPS).orElse(known.thinkingStops()),
        table.find(SYSTEM_MESSAGES).orElse(known.systemMessages()),
        table.find(FORCED_TOOLS).orElse(known.forcedTools()),
        table.find(THINKS_WITH_TOOLS).orElse(known.thinksWithTools()),
        table.find(PREFILL).orElse(known.prefill()),
        table.find(REFUSED).map(Set::copyOf).orElse(known.refused()),
        table.find(LONGEST_OUTPUT).map(OptionalInt::of).orElse(known.longestOutput()),
        known.window(),
        table.find(PICTURES).orElse(known.pictures()));
  }
}
