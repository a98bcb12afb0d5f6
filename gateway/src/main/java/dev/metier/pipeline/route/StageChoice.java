package dev.metier.pipeline.route;

import dev.metier.pipeline.RequestContext;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a person says by the header `x-metier-stage`: which model of a cascade answers, for this
/// request or for the rest of the conversation.
///
/// @param first whether it is the first one, whose answer then is not checked
/// @param conversation whether that holds from here on
record StageChoice(boolean first, boolean conversation) {
  static final String HEADER = "x-metier-stage";

  /// The choice in a request; empty when it leaves it to the policy.
  ///
  /// @throws RefusedException when it says something else
  static Optional<StageChoice> of(RequestContext context) {
    return context.request().header(HEADER).map(StageChoice::read);
  }

  /// No model that is meant may read the request.
  static RefusedException blocked() {
    return new RefusedException(
        Refusal.of(
            Reason.DATA_CLASS_BLOCKED,
            "The model that is to answer, and those that may in its place, may not read this"
                + " request."));
  }

  private static StageChoice read(String text) {
    List<String> words =
        Arrays.stream(text.toLowerCase(Locale.ROOT).split(";", -1)).map(String::strip).toList();
    boolean known =
        List.of("first", "then").contains(words.getFirst())
            && (words.size() == 1 || words.equals(List.of(words.getFirst(), "conversation")));
    if (!known) {
      throw new RefusedException(
          Refusal.of(
              Reason.BAD_REQUEST,
              "The header "
                  + HEADER
                  + " takes `first` or `then`, and `; conversation` behind it to hold it."));
    }
    return new StageChoice(words.getFirst().equals("first"), words.size() == 2);
  }
}
