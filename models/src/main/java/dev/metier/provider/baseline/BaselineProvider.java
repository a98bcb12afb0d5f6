package dev.metier.provider.baseline;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.learn.LabelFile;
import dev.metier.learn.LabelModel;
import dev.metier.learn.RequestText;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Answers with one of a job's labels, by the n-grams of the request. Thread-safe.
///
/// While it is qualified, a case is answered by a model that was learned without it; when it is
/// served, by the model of all cases, from its file. Nothing is counted in tokens.
public final class BaselineProvider implements Provider {
  private static final Usage NOTHING = new Usage(0, 0, 0, false);

  private interface Source {
    LabelModel of(RequestText text);
  }

  private final Source source;
  private final Identity identity;

  private BaselineProvider(Source source, Map<String, String> facts, Optional<String> trouble) {
    this.source = source;
    identity =
        new Identity(
            new Fingerprint(facts, Set.of()),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            trouble);
  }

  /// Learns from the cases that it is asked about, each time without the one that is asked.
  public static BaselineProvider outOfFold(LabelledCases cases) {
    return new BaselineProvider(cases::unseenBy, Map.of("cases", cases.hash()), Optional.empty());
  }

  /// Of a file that was written when a policy was compiled.
  public static BaselineProvider open(Model model) {
    return switch (LabelFile.read(Path.of(model.id()))) {
      case LabelFile.Whole(LabelModel whole, String hash) ->
          new BaselineProvider(_ -> whole, Map.of("sha256", hash), Optional.empty());
      case LabelFile.Unusable(String why) ->
          new BaselineProvider(
              _ -> {
                throw new IllegalStateException(why);
              },
              Map.of("file", model.id()),
              Optional.of(why));
    };
  }

  @Override
  public Answer ask(Question question) {
    if (identity.trouble().isPresent()) {
      return Failure.of(Cause.UNUSABLE, identity.trouble().get());
    }
    var text = RequestText.of(question.request());
    LabelModel model = source.of(text);
    // learning is not answering
    long start = System.nanoTime();
    String label = model.label(RequestText.of(question.request()).counts());
    var timing = Timing.of(Duration.ofNanos(System.nanoTime() - start));
    var reply = new ChatReply(List.of(new Part.Text(label)), FinishReason.STOP, NOTHING);
    return new Answer.Reply(reply, timing);
  }

  @Override
  public Identity identify() {
    return identity;
  }

  @Override
  public void close() {}
}
