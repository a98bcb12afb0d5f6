package dev.metier.pipeline.cascade;

import dev.metier.catalog.Model;
import dev.metier.core.text.ShortText;
import dev.metier.job.ModelName;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.CascadeProof.Share;
import dev.metier.provider.ServedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows without labels whether a cascade is still the one that was proven: whether its answers
/// end as often in each way as when it was compiled, and whether the model that was asked is the
/// one that answers. What is found stays so until another policy. Thread-safe.
public final class CascadeWatch {
  /// An answer that passed every check.
  public static final String KEPT = "kept";

  /// The first model's server gave no answer.
  public static final String DOWN = "down";

  private final List<Followed> checked = new ArrayList<>();
  private final List<Followed> asked = new ArrayList<>();
  private final ModelName first;
  private final ServedName served;
  private final Map<ModelName, ServedName> others = new HashMap<>();
  private final Consumer<String> alarm;
  private volatile @Nullable String why;

  /// One end of requests, whose share is to stay within what was found.
  private record Followed(String end, Share share, ShareDetector fewer, ShareDetector more) {
    /// Which way it left; empty while it did not.
    Optional<String> take(boolean is) {
      boolean low = fewer.add(is ? 1 : 0);
      boolean high = more.add(is ? 0 : 1);
      return low ? Optional.of("fewer") : high ? Optional.of("more") : Optional.empty();
    }
  }

  /// @param first the model that answers first
  /// @param others those that checks ask about its answers
  /// @param before why it was found wanting earlier, under the same policy
  /// @param alarm hears once why it is found wanting
  public CascadeWatch(
      Model first,
      List<Model> others,
      CascadeProof proof,
      Optional<String> before,
      Consumer<String> alarm) {
    this.first = first.name();
    this.served = new ServedName(first);
    others.forEach(other -> this.others.put(other.name(), new ServedName(other)));
    this.alarm = alarm;
    before.ifPresent(told -> why = told);
    double length = ShareDetector.RUN_LENGTH * 2 * (1 + proof.ends().size());
    checked.add(followed(KEPT, proof.kept(), length));
    proof
        .ends()
        .forEach(
            (end, share) -> (end.equals(DOWN) ? asked : checked).add(followed(end, share, length)));
  }

  private static Followed followed(String end, Share share, double length) {
    return new Followed(
        end,
        share,
        new ShareDetector(share.least(), length),
        new ShareDetector(1 - share.most(), length));
  }

  /// Takes how a request ended: [#KEPT], [#DOWN], or `failed:` or `broken:` and the word of the
  /// check that did not pass.
  public void ended(String end) {
    take(asked, end);
    if (!end.equals(DOWN)) {
      take(checked, end);
    }
  }

  private synchronized void take(List<Followed> all, String end) {
    for (Followed each : all) {
      each.take(each.end().equals(end)).ifPresent(way -> raise(sentence(each, way)));
    }
  }

  private static String sentence(Followed each, String way) {
    Share share = each.share();
    String what =
        each.end().equals(KEPT)
            ? "it keeps " + way + " of its first model's answers"
            : way + " of its requests end with `" + each.end() + "`";
    return what
        + " than the "
        + Math.round(100 * share.least())
        + " to "
        + Math.round(100 * share.most())
        + " % that were found when it was compiled";
  }

  /// Whether the model that was asked is the one that the answer says it is of.
  public boolean isServedBy(String told) {
    return is(served, "its first model", told);
  }

  /// The same of a model that a check asks, which may be the first one, for further answers.
  public boolean isServedBy(ModelName other, String told) {
    if (other.equals(first)) {
      return isServedBy(told);
    }
    ServedName expected = others.get(other);
    return expected == null || is(expected, "its check's model " + other, told);
  }

  private boolean is(ServedName expected, String whose, String told) {
    boolean same = expected.is(told);
    if (!same) {
      raise(
          whose
              + "'s server answers for the model `"
              + ShortText.of(told, 80)
              + "`, and what was found is of `"
              + expected.expected()
              + "`");
    }
    return same;
  }

  /// Takes why it is not the proven one any more, whatever requests show.
  public void raise(String found) {
    synchronized (this) {
      if (why != null) {
        return;
      }
      why = found;
    }
    alarm.accept(found);
  }

  /// Why it is not the cascade any more that was proven; empty while it is.
  public Optional<String> alarmed() {
    return Optional.ofNullable(why);
  }
}
