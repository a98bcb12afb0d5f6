package dev.metier.decision.view;

import dev.metier.report.view.MatrixView.Mark;
import dev.metier.report.view.RangePicture;
import java.util.List;
import java.util.Optional;

/// What is shown of a record. The first page is for those who decide: it holds at most so much as
/// fits on one sheet of paper.
///
/// @param status `proposed`, `accepted` or `superseded`
/// @param changes what is different now from what the record rests on; empty when it still holds
/// @param more how many needs stand on the second page only
/// @param formOnly whether the model is FIT by the form of its answers alone, so that nothing
///   looked for an answer that is wrong
/// @param page the rest
public record RecordView(
    String project,
    String id,
    String status,
    String job,
    String model,
    String host,
    String owner,
    String date,
    String reviewBy,
    String supersedes,
    String supersededBy,
    String sentence,
    List<String> changes,
    List<Need> needs,
    int more,
    Optional<Money> money,
    Data data,
    List<Wrong> wrong,
    boolean formOnly,
    String notFor,
    String ends,
    String dissent,
    Locked locked,
    Evidence evidence,
    Page page) {
  public RecordView {
    changes = List.copyOf(changes);
    needs = List.copyOf(needs);
    wrong = List.copyOf(wrong);
  }

  /// A need of the chosen model.
  ///
  /// @param because why the decision stands although it is not met
  public record Need(
      String need,
      String confidence,
      Mark state,
      Optional<RangePicture> picture,
      String said,
      int cases,
      String because) {
    Need because(String shorter) {
      return new Need(need, confidence, state, picture, said, cases, shorter);
    }
  }

  /// What a thousand answers cost.
  ///
  /// @param beside the model that is compared with; empty for none
  /// @param turns what would turn the comparison round
  public record Money(
      String perThousand,
      String beside,
      String besidePerThousand,
      String paysFrom,
      String assumes,
      String turns) {}

  /// Where the job's data may go.
  ///
  /// @param held the class of the job's data
  /// @param texts whether texts of cases stand in the record
  /// @param highest the highest class of what stands in it
  /// @param places the first hosts
  /// @param all all of them
  /// @param drill what proved it; empty when nothing was tried
  public record Data(
      String held,
      boolean texts,
      String highest,
      List<Place> places,
      List<Place> all,
      String whenDown,
      String drill,
      boolean proved) {
    public Data {
      places = List.copyOf(places);
      all = List.copyOf(all);
    }
  }

  /// A host.
  public record Place(String host, String clearance, boolean may) {}

  /// A wrong answer, word for word, its ends cut.
  public record Wrong(String id, String asked, String expected, String answered, String reason) {}

  /// The needs before the first result.
  ///
  /// @param at when the first run began; empty when that is not known
  /// @param hash of the bars it asked for, shortened
  /// @param moved the bars that moved since
  public record Locked(String at, String hash, List<Moved> moved) {
    public Locked {
      moved = List.copyOf(moved);
    }
  }

  /// A bar that moved.
  public record Moved(String at, String before, String after, String by, String why) {}

  /// What the numbers rest on.
  ///
  /// @param hash shortened
  public record Evidence(String hash, int cases, String at) {}

  /// What stands behind the first page.
  ///
  /// @param needs all of them
  /// @param wrong the same answers at greater length
  /// @param longer whether some of it was cut on the first page
  /// @param text free text
  public record Page(
      List<Need> needs,
      List<Candidate> candidates,
      String route,
      List<Wrong> wrong,
      List<String> notFor,
      List<String> ends,
      String dissent,
      boolean longer,
      String text) {
    public Page {
      needs = List.copyOf(needs);
      candidates = List.copyOf(candidates);
      wrong = List.copyOf(wrong);
      notFor = List.copyOf(notFor);
      ends = List.copyOf(ends);
    }
  }

  /// A model that was tried.
  public record Candidate(
      String model,
      String use,
      String host,
      Mark verdict,
      String shown,
      String reason,
      long trials,
      String build,
      String perThousand,
      boolean chosen) {}
}
