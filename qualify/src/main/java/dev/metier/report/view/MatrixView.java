package dev.metier.report.view;

import java.util.List;
import java.util.Optional;

/// What the first screen shows: every job against every model, and where each job could go.
///
/// @param at when the evidence was last added to; empty when there is none
/// @param hosts the columns, model by model under its host: the candidates of the rows
/// @param rows the jobs that the selection leaves, in the order of the project
/// @param notes what a reader must know first
public record MatrixView(
    String project,
    Optional<String> at,
    Tally tally,
    Optional<Price> price,
    List<HostGroup> hosts,
    List<Row> rows,
    Selection selection,
    List<String> notes) {

  /// Where jobs stand.
  public enum Place {
    /// A model on the team's own machines is FIT.
    LOCAL,
    /// Only models elsewhere are FIT.
    HOSTED,
    /// None is FIT yet, and for some it is not known.
    OPEN,
    /// None is FIT, and no candidate is open.
    NOBODY
  }

  /// The jobs of each place, by name.
  ///
  /// @param byForm those that are local or hosted by models that are FIT by form alone
  public record Tally(
      List<String> local,
      List<String> hosted,
      List<String> open,
      List<String> nobody,
      List<String> byForm) {
    public int jobs() {
      return local.size() + hosted.size() + open.size() + nobody.size();
    }

    public List<String> of(Place place) {
      return switch (place) {
        case LOCAL -> local;
        case HOSTED -> hosted;
        case OPEN -> open;
        case NOBODY -> nobody;
      };
    }

    /// How many jobs of a place are there by form alone.
    public int byForm(Place place) {
      return (int) of(place).stream().filter(byForm::contains).count();
    }
  }

  /// What a thousand requests cost, each job asked as often: ranges with 95 % confidence, by what
  /// was asked.
  ///
  /// @param routed by the first FIT model of each job
  /// @param single by one model for all
  /// @param model that one
  /// @param jobs for how many jobs both are known
  /// @param recorded for how many of them an answer's cost is that of a recording
  public record Price(String routed, String single, String model, int jobs, int recorded) {}

  /// A host and its models.
  ///
  /// @param own whether it counts as the team's own machine
  public record HostGroup(String host, String clearance, boolean own, List<Column> columns) {}

  /// A model at the head of a column.
  public record Column(String model, String origin) {}

  /// A chain of models or a router that does a job in place of one model.
  ///
  /// @param kind `cascade` or `router`
  /// @param first the model that is asked first
  /// @param then those behind it, `mid, then large`; empty for none
  /// @param cost of 1,000 requests; empty when it is not known
  public record Hybrid(String kind, String first, Optional<String> then, String cost) {}

  /// A job and how every model stands.
  ///
  /// @param hybrid what is proved to do it in place of that model, as far as it is known
  /// @param route the first FIT model in the order that the job prefers
  /// @param cost of a thousand answers of that model, where it was measured
  /// @param cells one a column
  public record Row(
      String job,
      String purpose,
      List<String> needs,
      String data,
      Place place,
      Optional<String> route,
      Optional<String> cost,
      Optional<Hybrid> hybrid,
      List<Cell> cells) {}

  /// One model for one job.
  ///
  /// @param mark empty when the model is no candidate
  /// @param line the one line that helps
  public record Cell(
      String model, Optional<Mark> mark, Optional<RangePicture> picture, String line) {}

  /// A shape with its word.
  ///
  /// @param tone `fit`, `unfit`, `undecided`, `forbidden` or `expired`; `unasked` for a word alone
  public record Mark(String tone, String word) {
    /// FIT, though nothing looked at what is right.
    public static final Mark FORM_ONLY = new Mark("fit", "FIT by form");

    /// Which shape it is drawn with.
    public String shape() {
      return equals(FORM_ONLY) ? "form" : tone;
    }
  }

  /// What the reader chose to see.
  ///
  /// @param find jobs whose name or purpose has this text
  /// @param show jobs of this place only
  /// @param data jobs of this class only
  /// @param density `roomy`, `compact` or `dense`
  /// @param ignored what was asked for and is no choice
  public record Selection(
      String find,
      Optional<Place> show,
      Optional<String> data,
      String density,
      List<String> ignored) {}
}
