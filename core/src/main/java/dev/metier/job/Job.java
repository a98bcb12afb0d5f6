package dev.metier.job;

import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A named piece of work and what it needs.
///
/// @param purpose one line for people
/// @param data how sensitive the cases are
/// @param tools what the model may call
/// @param settings how the model is to answer
/// @param grading how answers are graded; empty group when every candidate brings recorded grades
/// @param needs what a model must meet to be FIT; at least one
/// @param scope whether the cases stand for future traffic or are all there is
/// @param repeats how often each case is asked, at least 1
/// @param candidates the models to try, in the order of the file
/// @param likelihoods those of them that are asked how likely the tokens of their answers are
/// @param reviews what people say of the cases' own labels; the cases are as these leave them
public record Job(
    JobName name,
    String purpose,
    DataClass data,
    Prompt prompt,
    List<Tool> tools,
    Settings settings,
    List<Case> cases,
    GraderSpec.Group grading,
    List<Requirement> needs,
    Scope scope,
    Prefer prefer,
    int repeats,
    List<ModelName> candidates,
    Set<ModelName> likelihoods,
    List<CaseReview> reviews) {
  /// From so many cases of the team's own on, a verdict counts as theirs.
  public static final int ENOUGH_OWN = 30;

  /// What the cases stand for.
  public enum Scope {
    /// A sample of future requests; the need is about those.
    TRAFFIC,
    /// All there is; the need is about these cases only.
    SUITE
  }

  /// What decides among FIT models.
  public enum Prefer {
    COST,
    LATENCY,
    LOCAL
  }

  public Job {
    tools = List.copyOf(tools);
    cases = List.copyOf(cases);
    needs = List.copyOf(needs);
    candidates = List.copyOf(candidates);
    likelihoods = Set.copyOf(likelihoods);
    reviews = List.copyOf(reviews);
    if (repeats < 1) {
      throw new IllegalArgumentException("repeats is at least 1");
    }
  }

  /// One whose candidates are asked for their answers alone.
  public Job(
      JobName name,
      String purpose,
      DataClass data,
      Prompt prompt,
      List<Tool> tools,
      Settings settings,
      List<Case> cases,
      GraderSpec.Group grading,
      List<Requirement> needs,
      Scope scope,
      Prefer prefer,
      int repeats,
      List<ModelName> candidates) {
    this(
        name,
        purpose,
        data,
        prompt,
        tools,
        settings,
        cases,
        grading,
        needs,
        scope,
        prefer,
        repeats,
        candidates,
        Set.of(),
        List.of());
  }

  /// The same job as people say that its cases are.
  ///
  /// @param said of cases of this job
  public Job reviewed(List<CaseReview> said) {
    Map<String, CaseReview> byCase = new HashMap<>();
    said.forEach(review -> byCase.put(review.given().id(), review));
    var counted = new ArrayList<Case>();
    for (Case each : cases) {
      CaseReview review = byCase.get(each.id());
      if (review == null) {
        counted.add(each);
      } else {
        review.counted().ifPresent(counted::add);
      }
    }
    return with(name, new Asked(counted, said), grading, needs, repeats, candidates);
  }

  /// What is said of a case, if anything.
  ///
  /// @param id of the case
  public Optional<CaseReview> review(String id) {
    return reviews.stream().filter(review -> review.given().id().equals(id)).findFirst();
  }

  /// The cases that count no more, since they are labelled wrongly.
  public List<Case> setAside() {
    return reviews.stream().filter(CaseReview::setsAside).map(CaseReview::given).toList();
  }

  /// All cases in the order of their file, also those that count no more.
  public List<Case> written() {
    var written = new ArrayList<Case>(cases);
    reviews.stream()
        .filter(CaseReview::setsAside)
        .sorted(Comparator.comparingInt(CaseReview::place))
        .forEach(review -> written.add(Math.min(review.place(), written.size()), review.given()));
    return written;
  }

  /// What became of its cases by what people say of them, in a sentence without an end; empty where
  /// nothing did.
  public Optional<String> reviewed() {
    long aside = reviews.stream().filter(CaseReview::setsAside).count();
    long others = reviews.stream().filter(CaseReview::changes).count() - aside;
    var said = new ArrayList<String>();
    if (aside > 0) {
      said.add(
          (aside == 1 ? "1 case is" : aside + " cases are")
              + " set aside as wrongly labelled, for every model");
    }
    if (others > 0) {
      said.add(
          "what is expected of " + (others == 1 ? "1 case" : others + " cases") + " was corrected");
    }
    return said.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", said));
  }

  /// How answers to this case are graded.
  public GraderSpec.Group grading(Case given) {
    return given.own().map(own -> own.with(grading)).orElse(grading);
  }

  /// Whether some grade is a score in 0..1 rather than pass or fail.
  public boolean graded() {
    return grading.graded() || cases.stream().anyMatch(c -> grading(c).graded());
  }

  /// The same job under another name.
  public Job called(JobName other) {
    return with(other, asked(), grading, needs, repeats, candidates);
  }

  /// The model that grades the answers, and by what, where one does.
  public Optional<GraderSpec.Judged> judged() {
    return grading.parts().stream()
        .map(GraderSpec.Weighted::spec)
        .filter(GraderSpec.Judged.class::isInstance)
        .map(GraderSpec.Judged.class::cast)
        .findFirst();
  }

  /// The same job graded otherwise.
  public Job withGrading(GraderSpec.Group others) {
    return with(name, asked(), others, needs, repeats, candidates);
  }

  /// Whether its verdicts rest on made-up cases: some came with a starter job, and too few are the
  /// team's own.
  public boolean restsOnTemplate() {
    long template = cases.stream().filter(Case::ofTemplate).count();
    return template > 0 && cases.size() - template < ENOUGH_OWN;
  }

  /// The same job with other needs.
  public Job withNeeds(List<Requirement> others) {
    return with(name, asked(), grading, others, repeats, candidates);
  }

  /// The same job with other candidates.
  public Job withCandidates(List<ModelName> others) {
    return with(name, asked(), grading, needs, repeats, others);
  }

  /// The same job with other cases.
  public Job withCases(List<Case> others) {
    return with(name, new Asked(others, reviews), grading, needs, repeats, candidates);
  }

  /// The same job with each case asked so often.
  public Job withRepeats(int times) {
    return with(name, asked(), grading, needs, times, candidates);
  }

  /// Cases, and what was said of them.
  private record Asked(List<Case> cases, List<CaseReview> reviews) {}

  private Asked asked() {
    return new Asked(cases, reviews);
  }

  /// The same job but for these.
  private Job with(
      JobName called,
      Asked asked,
      GraderSpec.Group graded,
      List<Requirement> needed,
      int times,
      List<ModelName> tried) {
    return new Job(
        called,
        purpose,
        data,
        prompt,
        tools,
        settings,
        asked.cases(),
        graded,
        needed,
        scope,
        prefer,
        times,
        tried,
        likelihoods,
        asked.reviews());
  }
}
