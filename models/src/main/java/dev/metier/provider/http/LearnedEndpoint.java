package dev.metier.provider.http;

import dev.metier.dialect.WireError;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How one model is spoken to, and what its refusals taught about that. Thread-safe.
public final class LearnedEndpoint {
  /// Words of a refusal that holds for a value or a combination, and not for the parameter itself.
  private static final Pattern CONDITION =
      Pattern.compile("\\b(?:when|while|if|unless|together|both|value|values|only|signature)\\b");

  /// Other values are refused always, and the default needs no word.
  private static final String ONLY_DEFAULT = "only the default";

  private final AtomicReference<ModelEndpoint> endpoint;

  /// One that was taught nothing yet.
  public LearnedEndpoint(ModelEndpoint known) {
    this.endpoint = new AtomicReference<>(known);
  }

  public ModelEndpoint now() {
    return endpoint.get();
  }

  /// Remembers what these refusals tell of the model, after leaving out what they refused was
  /// answered. What was refused for its value, or beside another parameter, may be sent again.
  public void learn(Collection<WireError> refusals) {
    if (refusals.isEmpty()) {
      return;
    }
    Set<String> always =
        refusals.stream()
            .filter(LearnedEndpoint::always)
            .map(WireError::parameter)
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet());
    if (!now().refused().containsAll(always)) {
      endpoint.updateAndGet(known -> known.without(always));
    }
  }

  private static boolean always(WireError refusal) {
    String words = refusal.message().toLowerCase(Locale.ROOT);
    return words.contains(ONLY_DEFAULT) || !CONDITION.matcher(words).find();
  }
}
