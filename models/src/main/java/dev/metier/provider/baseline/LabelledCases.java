package dev.metier.provider.baseline;

import dev.metier.core.text.Digest;
import dev.metier.learn.ContentFolds;
import dev.metier.learn.LabelModel;
import dev.metier.learn.LabelModel.Labelled;
import dev.metier.learn.NgramCounts;
import dev.metier.learn.RequestText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A job's cases with their labels, and the models that are learned from them. Thread-safe.
///
/// Cases of one text or one cluster stand in the same fold, and a case is labelled by the model
/// that was learned without its fold.
public final class LabelledCases {
  private static final ContentFolds FOLDS = new ContentFolds(5, "baseline");

  /// What is learned, and how; another one gives other answers.
  private static final String LEARNER = "n-grams 1";

  /// A case.
  ///
  /// @param cluster cases that belong together; empty when it stands alone
  public record LabelledCase(RequestText text, String cluster, String label) {}

  private final List<LabelledCase> cases;
  private final Map<String, Integer> folds = new HashMap<>();
  private final Map<Integer, LabelModel> models = new HashMap<>();

  /// @param cases in any order, at least one
  public LabelledCases(List<LabelledCase> cases) {
    this.cases = List.copyOf(cases);
    var groups = new Groups();
    this.cases.forEach(each -> groups.join(text(each), cluster(each)));
    this.cases.forEach(each -> folds.put(content(each.text()), FOLDS.of(groups.of(text(each)))));
  }

  private static String text(LabelledCase each) {
    return "text " + content(each.text());
  }

  private static String cluster(LabelledCase each) {
    return each.cluster().isEmpty() ? text(each) : "cluster " + each.cluster();
  }

  private static String content(RequestText text) {
    return ContentFolds.content(text.text());
  }

  /// What belongs together, directly or by others.
  private static final class Groups {
    private final Map<String, String> next = new HashMap<>();

    void join(String one, String other) {
      String first = of(one);
      String second = of(other);
      // the first in the alphabet stands for all of a group, whatever the order of the cases
      int order = first.compareTo(second);
      if (order != 0) {
        next.put(order < 0 ? second : first, order < 0 ? first : second);
      }
    }

    String of(String member) {
      String at = member;
      while (next.containsKey(at)) {
        at = next.get(at);
      }
      return at;
    }
  }

  /// The hash of the cases and of how they are learned.
  public String hash() {
    var digest = new Digest().add(LEARNER);
    cases.stream()
        .map(each ->
            new Digest()
                .add(each.text().text())
                .add(each.text().tools())
                .add(each.cluster())
                .add(each.label())
                .hex())
        .sorted()
        .forEach(digest::add);
    return digest.hex();
  }

  /// The model of all cases.
  public LabelModel whole() {
    return without(-1);
  }

  /// The model that has not seen a text: one that is no case is labelled by the model of all.
  LabelModel unseenBy(RequestText text) {
    return without(folds.getOrDefault(content(text), -1));
  }

  private synchronized LabelModel without(int fold) {
    return models.computeIfAbsent(fold, this::fit);
  }

  private LabelModel fit(int fold) {
    var rest =
        cases.stream()
            .filter(each -> folds.getOrDefault(content(each.text()), -1) != fold)
            .map(each -> new Labelled(each.text().counts(), each.label()))
            .toList();
    return LabelModel.fit(rest.isEmpty() ? List.of(new Labelled(NgramCounts.of(""), "")) : rest);
  }

  /// How many cases there are in each fold.
  List<Long> sizes() {
    return IntStream.range(0, FOLDS.count())
        .mapToObj(fold ->
            cases.stream().filter(c -> folds.getOrDefault(content(c.text()), -1) == fold).count())
        .toList();
  }
}
