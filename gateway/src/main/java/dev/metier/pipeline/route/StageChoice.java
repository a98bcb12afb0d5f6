package dev.metier.pipeline.route;

import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.policy.Route;
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
/// @param stage its word; what answers then is not checked
/// @param conversation whether that holds from here on
record StageChoice(String stage, boolean conversation) {
  static final String HEADER = "x-metier-stage";
  static final String FIRST = "first";
  static final String MIDDLE = "middle";
  static final String THEN = "then";

  /// What the stage of a model is called.
  static String stage(Route.Cascade cascade, ModelName model) {
    boolean middle = cascade.middle().filter(each -> each.model().equals(model)).isPresent();
    return model.equals(cascade.first()) ? FIRST : middle ? MIDDLE : THEN;
  }

  /// The choice in a request; empty when it leaves it to the policy. One that is meant to hold in a
  /// request that names no conversation holds for this request alone, which the answer tells.
  ///
  /// @param stages the words that the route has
  /// @throws RefusedException when it says something else
  static Optional<StageChoice> of(RequestContext context, List<String> stages) {
    Optional<StageChoice> choice = context.request().header(HEADER).map(text -> read(text, stages));
    if (choice.filter(StageChoice::conversation).isPresent() && context.session().isEmpty()) {
      context.end().response().header("x-metier-hold", "none");
    }
    return choice;
  }

  /// No model that is meant may read the request.
  static RefusedException blocked() {
    return new RefusedException(
        Refusal.of(
            Reason.DATA_CLASS_BLOCKED,
            "The model that is to answer, and those that may in its place, may not read this"
                + " request."));
  }

  private static StageChoice read(String text, List<String> stages) {
    List<String> words =
        Arrays.stream(text.toLowerCase(Locale.ROOT).split(";", -1)).map(String::strip).toList();
    boolean known =
        stages.contains(words.getFirst())
            && (words.size() == 1 || words.equals(List.of(words.getFirst(), "conversation")));
    if (!known) {
      throw new RefusedException(
          Refusal.of(
              Reason.BAD_REQUEST,
              "The header "
                  + HEADER
                  + " takes "
                  + allowed(stages)
                  + ", and `; conversation` behind it to hold it."));
    }
    return new StageChoice(words.getFirst(), words.size() == 2);
  }

  /// `first`, `middle` or `then`, as they are told.
  private static String allowed(List<String> stages) {
    List<String> told = stages.stream().map(word -> "`" + word + "`").toList();
    return String.join(", ", told.subList(0, told.size() - 1)) + " or " + told.getLast();
  }
}
