package dev.metier.decision;

import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// What a team decided for a job, with the numbers as they were then. One file of the project.
///
/// @param moved bars that moved after the first result, the oldest first
/// @param needs how the chosen model stood with each need
/// @param candidates every model that was tried, also those that were not chosen
/// @param text free text behind the front matter, Markdown
public record DecisionRecord(
    Head head,
    Locked locked,
    List<Moved> moved,
    List<Need> needs,
    Evidence evidence,
    List<Candidate> candidates,
    Routing routing,
    Optional<Money> money,
    Data data,
    List<Wrong> wrong,
    Words words,
    String text) {
  private static final Pattern ID = Pattern.compile("MDR-\\d{4,8}");

  public DecisionRecord {
    moved = List.copyOf(moved);
    needs = List.copyOf(needs);
    candidates = List.copyOf(candidates);
    wrong = List.copyOf(wrong);
  }

  /// Whether a text is the name of a record.
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /// How far a record is.
  public enum Status {
    PROPOSED,
    ACCEPTED,
    SUPERSEDED
  }

  /// What it is about, and who answers for it.
  ///
  /// @param model the one that does the job
  /// @param supersedes the record in whose place this one is; empty for none
  /// @param owner empty while nobody is named
  /// @param date when it was accepted, or drafted
  public record Head(
      String id,
      Status status,
      JobName job,
      ModelName model,
      String supersedes,
      String supersededBy,
      String owner,
      Optional<LocalDate> date,
      Optional<LocalDate> reviewBy) {
    public Head {
      if (!isId(id)) {
        throw new IllegalArgumentException(id);
      }
    }
  }

  /// The needs as they were before the first result.
  ///
  /// @param at when the first run that asked anything began; empty when that is not known
  /// @param hash of the bars that it asked for; empty when they are not known
  public record Locked(Optional<Instant> at, String hash) {
    public static final Locked UNKNOWN = new Locked(Optional.empty(), "");

    public boolean known() {
      return at.isPresent() && !hash.isEmpty();
    }
  }

  /// A bar that moved after the first result.
  ///
  /// @param before with what it measures: `quality 0.90`; `none` for a need that is new
  /// @param after `none` for one that is gone
  /// @param by who moved it; empty while nobody said
  /// @param why empty while nobody said
  public record Moved(String at, String before, String after, String by, String why) {}

  /// A need, and what the evidence said of the chosen model.
  ///
  /// @param need in words: `quality at least 0.90`
  /// @param state `MET`, `UNMET` or `UNDECIDED`
  /// @param upwards whether it is met from the bar upwards
  /// @param unit of the bar: see [dev.metier.job.BarUnit]
  /// @param low where the range of the true value begins; empty where it is open
  /// @param seen the plain mean of what was seen
  /// @param cases how many were counted
  /// @param said the evidence in words
  /// @param because why the decision stands although the need is not met; empty while nobody said
  public record Need(
      String need,
      double confidence,
      String state,
      boolean upwards,
      String unit,
      double bar,
      OptionalDouble low,
      OptionalDouble high,
      OptionalDouble seen,
      int cases,
      String said,
      String because) {
    public boolean isMet() {
      return state.equals("MET");
    }

    /// The same with the reason why the decision stands all the same.
    public Need with(String reason) {
      return new Need(
          need, confidence, state, upwards, unit, bar, low, high, seen, cases, said, reason);
    }
  }

  /// What the numbers rest on.
  ///
  /// @param hash of all that follows and of every answer's address; changes with the evidence
  /// @param needs hash of the needs
  /// @param prompt hash of the prompt, the tools and the parameters
  /// @param grading hash of the graders and the expected answers
  /// @param cases how many the job had
  /// @param at when the record was drafted
  public record Evidence(
      String hash, String needs, String prompt, String grading, int cases, Instant at) {}

  /// A model that was tried.
  ///
  /// @param shown what was seen of its main need
  /// @param build hash of its build; empty when not known
  /// @param perThousand US dollars for a thousand answers
  public record Candidate(
      ModelName model,
      String use,
      String host,
      DataClass clearance,
      String verdict,
      String shown,
      String reason,
      long trials,
      String build,
      OptionalDouble perThousand) {}

  /// What is done with a request.
  ///
  /// @param kind in a word: `single`, `cascade`, `router`, `workflow` or `closed`
  /// @param then other models that may answer, in this order
  /// @param whenDown what happens when the model does not answer
  /// @param source `policy.json`, or `verdicts` where no policy has the job
  public record Routing(String kind, List<ModelName> then, String whenDown, String source) {
    public Routing {
      then = List.copyOf(then);
    }
  }

  /// A range in US dollars, or of a number of answers.
  public record Range(double low, double high) {}

  /// What a thousand answers cost.
  ///
  /// @param beside the model that is compared with; empty for none
  /// @param paysFrom from how many answers a year the machine costs less than that model
  /// @param assumes what the range rests on
  /// @param turns what would turn the comparison round
  public record Money(
      Range perThousand,
      String beside,
      Optional<Range> besidePerThousand,
      Optional<Range> paysFrom,
      String assumes,
      List<String> turns) {
    public Money {
      turns = List.copyOf(turns);
    }
  }

  /// Where the job's data may go.
  ///
  /// @param holdsTexts whether texts of cases stand in this record
  /// @param drill what proved it; empty when nothing was tried
  public record Data(
      DataClass held, boolean holdsTexts, List<Place> places, Optional<Drill> drill) {
    public Data {
      places = List.copyOf(places);
    }
  }

  /// A host, and whether it may read the job's data.
  public record Place(String host, DataClass clearance, boolean may) {}

  /// A drill of the policy: every way of failing was tried.
  ///
  /// @param policy hash of the policy's file
  public record Drill(Instant at, long requests, long leaks, String policy) {}

  /// An answer that was wrong. All but the case is empty where texts are left out.
  public record Wrong(String id, String asked, String expected, String answered, String reason) {}

  /// What people say.
  ///
  /// @param sentence the decision
  /// @param notFor what the model is not to be used for
  /// @param ends what ends the decision at once
  /// @param dissent who disagrees, and why
  public record Words(String sentence, List<String> notFor, List<String> ends, String dissent) {
    public Words {
      notFor = List.copyOf(notFor);
      ends = List.copyOf(ends);
    }
  }

  public DecisionRecord with(Head other) {
    return new DecisionRecord(
        other,
        locked,
        moved,
        needs,
        evidence,
        candidates,
        routing,
        money,
        data,
        wrong,
        words,
        text);
  }

  /// The same with what people said of it.
  public DecisionRecord with(Words said, List<Moved> moves, List<Need> reasons, String free) {
    return new DecisionRecord(
        head,
        locked,
        moves,
        reasons,
        evidence,
        candidates,
        routing,
        money,
        data,
        wrong,
        said,
        free);
  }

  /// The same without texts of cases.
  public DecisionRecord withoutTexts() {
    var held = new Data(data.held(), false, data.places(), data.drill());
    var ids = wrong.stream().map(each -> new Wrong(each.id(), "", "", "", "")).toList();
    return new DecisionRecord(
        head, locked, moved, needs, evidence, candidates, routing, money, held, ids, words, text);
  }

  /// The candidate that does the job.
  public Optional<Candidate> chosen() {
    return candidates.stream().filter(each -> each.model().equals(head.model())).findFirst();
  }
}
