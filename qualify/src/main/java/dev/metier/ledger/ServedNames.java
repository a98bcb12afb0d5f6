package dev.metier.ledger;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.core.text.ShortText;
import dev.metier.plan.Trial;
import dev.metier.provider.Answer;
import dev.metier.provider.ServedName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Tells the answers of a model that was asked from those of another one, by the names of models
/// that answers say they are of. Thread-safe.
public final class ServedNames {
  private final Ledger ledger;
  private final Map<String, ServedName> bySetting = new ConcurrentHashMap<>();

  /// @param ledger knows by which names earlier answers went
  public ServedNames(Ledger ledger) {
    this.ledger = ledger;
  }

  /// The same, as one of another model if the answer says that it is of one.
  public Entry marked(Entry entry) {
    Trial trial = entry.observation().trial();
    boolean whole = trial.model().kind() == ProviderKind.WORKFLOW;
    return !whole
            && entry.observation().answer() instanceof Answer.Reply(var reply, _)
            && reply.servedModel().filter(name -> !of(trial).is(name)).isPresent()
        ? entry.ofOtherModel()
        : entry;
  }

  private ServedName of(Trial trial) {
    return bySetting.computeIfAbsent(
        trial.key().setting(),
        setting -> new ServedName(trial.model(), ledger.servedModel(setting)));
  }

  /// What to do about a model for which another one answers, in a sentence or two.
  public static String sentence(Model asked, Optional<String> served) {
    String name = served.map(told -> "`" + clipped(told) + "`").orElse("another one");
    return "its server answers for the model "
        + name
        + ", and "
        + asked.id()
        + " was asked: that is evidence for neither. Serve the model that is asked, or write "
        + name
        + " as its `id`.";
  }

  /// What a server tells may be of any length.
  public static String clipped(String name) {
    return name.length() <= 80 ? name : ShortText.of(name, 79) + "…";
  }
}
