package dev.metier.catalog;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What a model takes and what it refuses, as far as models of one vendor differ in it. What all
/// models of a vendor have in common is its dialect's.
///
/// @param thinking how it is told to think
/// @param thinkingStops whether it can be told not to think
/// @param systemMessages where it takes them
/// @param forcedTools whether it can be made to call a tool
/// @param thinksWithTools whether it can think while it is offered tools
/// @param prefill whether it goes on with an answer that was begun
/// @param refused parameters that it answers with an error, by the names of its API
/// @param longestOutput most tokens of an answer, when known
/// @param window tokens that it reads and writes together, when known
/// @param pictures whether it reads pictures; true where nothing is known
public record ModelProfile(
    Thinking thinking,
    boolean thinkingStops,
    SystemMessages systemMessages,
    boolean forcedTools,
    boolean thinksWithTools,
    boolean prefill,
    Set<String> refused,
    OptionalInt longestOutput,
    OptionalInt window,
    boolean pictures) {
  /// How a model is told to think.
  public enum Thinking {
    /// It does not think, or not on demand.
    NONE,
    /// With a budget of tokens.
    BUDGET,
    /// Both of the ways beside this one.
    BUDGET_OR_ADAPTIVE,
    /// `thinking.type: adaptive`, and how hard in `output_config.effort`.
    ADAPTIVE,
    /// `reasoning_effort`, one word.
    EFFORT,
    /// `thinkingLevel`, one word, and never with a budget.
    LEVEL,
    /// By a switch that its chat template reads.
    TEMPLATE
  }

  /// Where system messages may stand.
  public enum SystemMessages {
    /// Anywhere in a chat.
    ANYWHERE,
    /// Before all others, and as one.
    LEADING
  }

  public ModelProfile {
    refused = Set.copyOf(refused);
  }

  /// Of a model that may read pictures.
  public ModelProfile(
      Thinking thinking,
      boolean thinkingStops,
      SystemMessages systemMessages,
      boolean forcedTools,
      boolean thinksWithTools,
      boolean prefill,
      Set<String> refused,
      OptionalInt longestOutput,
      OptionalInt window) {
    this(
        thinking,
        thinkingStops,
        systemMessages,
        forcedTools,
        thinksWithTools,
        prefill,
        refused,
        longestOutput,
        window,
        true);
  }

  /// What is known of a model.
  ///
  /// @param address where it is called; empty for the usual address of its kind
  public static ModelProfile of(ProviderKind kind, String id, Optional<String> address) {
    return ModelProfiles.of(kind, id, address);
  }

  ModelProfile notWithTools() {
    return new ModelProfile(
        thinking,
        thinkingStops,
        systemMessages,
        forcedTools,
        false,
        prefill,
        refused,
        longestOutput,
        window,
        pictures);
  }

  ModelProfile ofTextAlone() {
    return new ModelProfile(
        thinking,
        thinkingStops,
        systemMessages,
        forcedTools,
        thinksWithTools,
        prefill,
        refused,
        longestOutput,
        window,
        false);
  }

  ModelProfile refusing(Set<String> parameters) {
    return new ModelProfile(
        thinking,
        thinkingStops,
        systemMessages,
        forcedTools,
        thinksWithTools,
        prefill,
        parameters,
        longestOutput,
        window,
        pictures);
  }
}
