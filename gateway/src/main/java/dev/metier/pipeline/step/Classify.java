package dev.metier.pipeline.step;

import dev.metier.job.DataClass;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.privacy.Detections;
import dev.metier.privacy.PersonalData;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.RefusedException;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.wire.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Tells how sensitive the request is: as its job's data, or more when the client says so or when
/// personal data is found in it; never less.
final class Classify implements Step {
  private static final String HEADER = "x-metier-class";

  /// Bytes of a request that is looked through on the event loop.
  private static final int SMALL = 32 << 10;

  private static final Pattern NUMBERS = Pattern.compile("\\[\\s*[\\[\\d]");
  private static final Detections TOKENS =
      new Detections(Set.of(), List.of(), List.of("a text as numbers of tokens"));

  @Override
  public StepResult take(RequestContext context) {
    // sent twice, each counts: a proxy that adds one must not be overruled by its client
    for (String word : context.request().http().headers().getAll(HEADER)) {
      context.findings().raise(read(word), "header " + HEADER);
    }
    var personal = context.findings().job().serving().personal();
    if (personal.isEmpty() || personal.get().compareTo(context.findings().data()) <= 0) {
      return StepResult.NEXT;
    }
    if (context.request().fields().json().length <= SMALL) {
      raise(found(context, context.request()::whole), personal.get(), context);
      return StepResult.NEXT;
    }
    Thread.ofVirtual().start(() -> lookApart(personal.get(), context));
    return StepResult.WAITING;
  }

  /// Looks through a long request away from the event loop.
  private static void lookApart(DataClass to, RequestContext context) {
    Detections found;
    try {
      context.request().makeRoom();
      found =
          found(
              context, () -> context.request().protocol().read(context.request().fields().json()));
    } catch (RefusedException e) {
      context.request().loop().run(() -> context.end().refuse(e.refusal()));
      return;
    }
    context
        .request()
        .loop()
        .run(() -> {
          raise(found, to, context);
          context.resume();
        });
  }

  private static Detections found(RequestContext context, Supplier<ParsedRequest> chat) {
    Fields fields = context.request().fields();
    if (!context.request().protocol().equals(ChatCompletions.EMBEDDINGS)) {
      return PersonalData.in(chat.get().request(), fields.json());
    }
    return isOfTokens(fields) ? TOKENS : PersonalData.in(fields.json());
  }

  /// Whether the input is no text but the numbers of its tokens.
  private static boolean isOfTokens(Fields fields) {
    return fields
        .field("input")
        .filter(field -> NUMBERS.matcher(fields.raw(field)).lookingAt())
        .isPresent();
  }

  /// What could not be looked through counts as found.
  private static void raise(Detections found, DataClass to, RequestContext context) {
    if (found.any()) {
      boolean seen = !found.kinds().isEmpty();
      context
          .findings()
          .raise(to, seen ? "personal data or secrets in it" : "parts nobody could look through");
    }
  }

  private static DataClass read(String word) {
    for (DataClass data : DataClass.values()) {
      if (data.name().equalsIgnoreCase(word.strip())) {
        return data;
      }
    }
    String known =
        Arrays.stream(DataClass.values())
            .map(data -> data.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw new RefusedException(
        Refusal.ofField(
            Refusal.Reason.BAD_REQUEST,
            HEADER,
            "The header " + HEADER + " names no data class; it takes one of: " + known + "."));
  }
}
