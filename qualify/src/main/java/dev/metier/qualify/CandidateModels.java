package dev.metier.qualify;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.ModelName;
import dev.metier.ledger.Ledger;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.ProviderSource;
import dev.metier.provider.WindowedProvider;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The models of a run with their providers, and what these say of themselves.
public final class CandidateModels implements AutoCloseable {
  private final Map<ModelName, Provider> providers = new HashMap<>();
  private final Map<ModelName, Asking> askings = new HashMap<>();
  private final Map<ModelName, Identity> identities = new ConcurrentHashMap<>();
  private final Map<ModelName, Model> models = new LinkedHashMap<>();

  private CandidateModels() {}

  /// Opens the models and asks each, all at once, what exactly it is.
  public static CandidateModels ask(
      Collection<Model> models, ProviderSource source, Ledger ledger) {
    var opened = new CandidateModels();
    for (Model model : models) {
      var known = ledger.lastFingerprint(model.name()).map(Fingerprint::refused).orElse(Set.of());
      opened.models.put(model.name(), model);
      opened.providers.put(model.name(), source.open(model, known));
    }
    opened.identify();
    opened.heedWindows();
    opened.fallBack(ledger);
    opened.remember(ledger);
    return opened;
  }

  /// Servers may cut what is longer than their window; a file's reader knows its own.
  private void heedWindows() {
    for (Model model : models.values()) {
      if (model.kind().access() == ProviderKind.Access.HTTP) {
        OptionalInt told = identities.getOrDefault(model.name(), Board.UNKNOWN).window();
        providers.computeIfPresent(
            model.name(), (_, provider) -> new WindowedProvider(model, provider, told));
      }
    }
  }

  /// A server that cannot say now what it serves is taken for what it last was, so that what is
  /// known of it counts; it is not asked anything.
  private void fallBack(Ledger ledger) {
    for (Model model : models.values()) {
      Identity now = identities.getOrDefault(model.name(), Board.UNKNOWN);
      if (now.trouble().isPresent() && !model.kind().knownByFiles()) {
        ledger
            .lastFingerprint(model.name())
            .filter(last -> agree(last, now.fingerprint()))
            .ifPresent(
                last -> identities.put(model.name(), remembered(last, now.trouble(), now.cause())));
      }
    }
  }

  private static boolean agree(Fingerprint last, Fingerprint now) {
    return last.facts().entrySet().containsAll(now.facts().entrySet());
  }

  /// What is known without calling anyone: files are looked at, servers remembered from the last
  /// run.
  public static CandidateModels recall(
      Collection<Model> models, ProviderSource source, Ledger ledger) {
    var recalled = new CandidateModels();
    for (Model model : models) {
      recalled.models.put(model.name(), model);
      if (model.kind().knownByFiles()) {
        try (Provider provider = source.open(model, Set.of())) {
          recalled.identities.put(model.name(), provider.identify());
        }
      } else {
        ledger
            .lastFingerprint(model.name())
            .ifPresent(f ->
                recalled.identities.put(
                    model.name(), remembered(f, Optional.empty(), Cause.UNUSABLE)));
      }
    }
    return recalled;
  }

  private static Identity remembered(
      Fingerprint fingerprint, Optional<String> trouble, Cause cause) {
    return new Identity(
        fingerprint,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.ofNullable(fingerprint.facts().get("elsewhere")),
        trouble,
        cause);
  }

  private void identify() {
    List<Thread> asking =
        providers.entrySet().stream()
            .map(e -> Thread.ofVirtual().start(() -> identify(e.getKey(), e.getValue())))
            .toList();
    for (Thread thread : asking) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void identify(ModelName name, Provider provider) {
    identities.put(name, provider.identify());
  }

  /// What is known of the models, by name.
  public Map<ModelName, Identity> identities() {
    return Map.copyOf(identities);
  }

  Collection<Model> models() {
    return models.values();
  }

  /// Candidates that others stand behind, with what is known of them.
  ///
  /// @param askings empty where nobody is to be asked
  public static CandidateModels of(
      Map<Model, Identity> known, Map<ModelName, Asking> askings, Ledger ledger) {
    return of(known, askings, Map.of(), ledger);
  }

  /// The same with models that are asked themselves, such as a judge of what is answered.
  ///
  /// @param providers by name
  public static CandidateModels of(
      Map<Model, Identity> known,
      Map<ModelName, Asking> askings,
      Map<ModelName, Provider> providers,
      Ledger ledger) {
    var candidates = new CandidateModels();
    candidates.providers.putAll(providers);
    known.forEach((model, identity) -> {
      candidates.models.put(model.name(), model);
      candidates.identities.put(model.name(), identity);
    });
    candidates.askings.putAll(askings);
    if (!askings.isEmpty()) {
      candidates.remember(ledger);
    }
    return candidates;
  }

  /// The provider of a model that was opened.
  public Provider provider(Model model) {
    Provider provider = providers.get(model.name());
    if (provider == null) {
      throw new IllegalStateException("no provider was opened for " + model.name());
    }
    return provider;
  }

  Asking asking(Model model) {
    Asking asking = askings.get(model.name());
    return asking == null ? Asking.of(provider(model)) : asking;
  }

  /// Keeps the fingerprints, with the parameters found to be refused, for the next run.
  void remember(Ledger ledger) {
    identities.forEach((name, identity) -> {
      if (identity.trouble().isEmpty()) {
        ledger.remember(name, learned(name, identity.fingerprint()));
      }
    });
  }

  private Fingerprint learned(ModelName name, Fingerprint fingerprint) {
    Provider provider = providers.get(name);
    return provider == null
        ? fingerprint
        : new Fingerprint(fingerprint.facts(), provider.refused());
  }

  @Override
  public void close() {
    providers.values().forEach(Provider::close);
  }
}
