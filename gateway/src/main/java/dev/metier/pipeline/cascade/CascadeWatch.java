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

  /// A model's server gave no answer.
  public static final String DOWN = "down";

  /// Of answers that were checked.
  private final List<Followed> checked = new ArrayList<>();

  /// Of requests that a model was asked.
  private final List<Followed> asked = new ArrayList<>();

  private final Optional<ModelName> middle;
  private final Map<ModelName, Expected> expected = new HashMap<>();
  private final Consumer<String> alarm;
  private volatile @Nullable String why;

  /// The model that is to answer.
  ///
  /// @param whose for people: `its first model`
  private record Expected(String whose, ServedName name) {}

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
  /// @param middle the one behind it whose answers are checked too, if there is one
  /// @param others those that checks ask about its answers
  /// @param before why it was found wanting earlier, under the same policy
  /// @param alarm hears once why it is found wanting
  public CascadeWatch(
      Model first,
      Optional<Model> middle,
      List<Model> others,
      CascadeProof proof,
      Optional<String> before,
      Consumer<String> alarm) {
    this.middle = middle.map(Model::name);
    others.forEach(other -> expect(other, "its check's model " + other.name()));
    middle.ifPresent(model -> expect(model, "its middle model"));
    expect(first, "its first model");
    this.alarm = alarm;
    before.ifPresent(told -> why = told);
    double length = ShareDetector.RUN_LENGTH * 2 * (1 + proof.ends().size());
    checked.add(followed(KEPT, proof.kept(), length));
    proof
        .ends()
        .forEach((end, share) -> (isDown(end) ? asked : checked).add(followed(end, share, length)));
  }

  private void expect(Model model, String whose) {
    expected.put(model.name(), new Expected(whose, new ServedName(model)));
  }

  private static boolean isDown(String end) {
    return end.equals(DOWN) || end.equals(CascadeProof.MIDDLE + DOWN);
  }

  private static boolean isOfMiddle(String end) {
    return end.startsWith(CascadeProof.MIDDLE);
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
    if (!isDown(end)) {
      take(checked, end);
    }
  }

  /// The same of one of its models whose answers are checked.
  public void ended(ModelName of, String end) {
    ended(end(of, end));
  }

  /// An end as it is told: with [CascadeProof#MIDDLE] before it where it is the middle model's.
  public String end(ModelName of, String end) {
    return middle.filter(of::equals).isPresent() ? CascadeProof.MIDDLE + end : end;
  }

  private synchronized void take(List<Followed> all, String end) {
    for (Followed each : all) {
      if (isOfMiddle(each.end()) == isOfMiddle(end)) {
        each.take(each.end().equals(end)).ifPresent(way -> raise(sentence(each, way)));
      }
    }
  }

  private static String sentence(Followed each, String way) {
    Share share = each.share();
    String what =
        each.end().equals(KEPT) || each.end().equals(CascadeProof.MIDDLE + KEPT)
            ? "it keeps "
                + way
                + " of its "
                + (isOfMiddle(each.end()) ? "middle" : "first")
                + " model's answers"
            : way + " of its requests end with `" + each.end() + "`";
    return what
        + " than the "
        + Math.round(100 * share.least())
        + " to "
        + Math.round(100 * share.most())
        + " % that were found when it was compiled";
  }

  /// Whether a model that was asked is the one that the answer says it is of.
  public boolean isServedBy(ModelName model, String told) {
    Expected one = expected.get(model);
    boolean same = one == null || one.name().is(told);
    if (!same && one != null) {
      raise(
          one.whose()
              + "'s server answers for the model `"
              + ShortText.of(told, 80)
              + "`, and what was found is of `"
              + one.name().expected()
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
