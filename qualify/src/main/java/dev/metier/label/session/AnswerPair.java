package dev.metier.label.session;

import dev.metier.check.judge.JudgePrompt;
import dev.metier.core.text.Digest;
import dev.metier.job.Case;
import dev.metier.job.Criterion;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.label.Label;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.Labeller;
import dev.metier.label.Preference;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Hashes;
import dev.metier.provider.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Two different answers to one case, of two models, or of a model and what the job's judge
/// compares with.
public record AnswerPair(Case given, LabelledAnswer one, LabelledAnswer other) {
  /// Who wrote what a judge compares with.
  public static final String COMPARED = "compared with";

  /// All of a job that may be compared: of each model the first kept answer to each case. Equal
  /// ones make no pair. Of a cluster one case alone is compared for any two models, since its cases
  /// do not count as independent.
  ///
  /// @param settings those that the models are asked under today: under another prompt they
  ///   answered something else
  public static List<AnswerPair> of(Job job, Ledger ledger, Set<String> settings) {
    Map<String, Case> byContent = new HashMap<>();
    job.cases().forEach(each -> byContent.put(Hashes.content(job, each), each));
    Map<String, Map<String, LabelledAnswer>> answers = new LinkedHashMap<>();
    ledger.answers(
        Filter.ALL.ofJob(job.name()),
        kept ->
            labelled(kept)
                .filter(_ -> settings.contains(kept.key().setting()) && !kept.superseded())
                .filter(_ -> byContent.containsKey(kept.key().content()))
                .ifPresent(answer ->
                    answers
                        .computeIfAbsent(kept.key().content(), _ -> new LinkedHashMap<>())
                        .putIfAbsent(answer.source(), answer)));
    Optional<Criterion.Pairwise> compared = comparison(job);
    var pairs = new ArrayList<AnswerPair>();
    answers.forEach((content, bySource) -> {
      Case given = byContent.get(content);
      if (given != null) {
        compared
            .map(each -> each.other().fill(given.values()))
            .ifPresent(text -> bySource.put(COMPARED, new LabelledAnswer(text, COMPARED, false)));
        add(given, List.copyOf(bySource.values()), pairs);
      }
    });
    return oneOfEachCluster(pairs);
  }

  /// Which case of a cluster is compared, its hash decides.
  static List<AnswerPair> oneOfEachCluster(List<AnswerPair> pairs) {
    Map<List<String>, AnswerPair> first = new LinkedHashMap<>();
    for (AnswerPair each : pairs) {
      first.merge(
          List.of(each.given().cluster().orElse(each.content()), each.sources()),
          each,
          (one, other) -> one.order().compareTo(other.order()) <= 0 ? one : other);
    }
    return List.copyOf(first.values());
  }

  /// Those preferences that are about one of these pairs.
  public static List<Preference> among(List<AnswerPair> pairs, List<Preference> all) {
    Set<String> subjects = pairs.stream().map(AnswerPair::subject).collect(Collectors.toSet());
    return all.stream().filter(each -> subjects.contains(each.subject())).toList();
  }

  /// How the job's judge compares, if it does.
  static Optional<Criterion.Pairwise> comparison(Job job) {
    return job.judged()
        .map(GraderSpec.Judged::criterion)
        .filter(Criterion.Pairwise.class::isInstance)
        .map(Criterion.Pairwise.class::cast);
  }

  /// As the judge reads it, so that people and judge compare the same.
  private static Optional<LabelledAnswer> labelled(KeptAnswer kept) {
    return kept.served() && kept.answer() instanceof Answer.Reply(var reply, _)
        ? Optional.of(new LabelledAnswer(JudgePrompt.answered(reply), kept.model().text(), false))
        : Optional.empty();
  }

  private static void add(Case given, List<LabelledAnswer> answers, List<AnswerPair> pairs) {
    for (int i = 0; i < answers.size(); i++) {
      for (int j = i + 1; j < answers.size(); j++) {
        if (!answers.get(i).text().strip().equals(answers.get(j).text().strip())) {
          pairs.add(new AnswerPair(given, answers.get(i), answers.get(j)));
        }
      }
    }
  }

  String content() {
    return Label.content(given);
  }

  String subject() {
    return Preference.subject(content(), one, other);
  }

  /// Where it stands among others: a hash, so that it tells nothing.
  String order() {
    return new Digest().add("pair order/1").add(subject()).hex();
  }

  /// Whose answers they are.
  String sources() {
    return String.join(" ", new TreeSet<>(List.of(one.source(), other.source())));
  }

  /// Whether `one` stands on the left for this person: by a hash, for half of all pairs.
  boolean oneIsLeft(Labeller by) {
    byte[] hash = new Digest().add("pair side/1").add(by.name()).add(subject()).bytes();
    boolean first = one.hash().compareTo(other.hash()) <= 0;
    return (hash[0] & 1) == 0 == first;
  }
}
