package dev.metier.report.screen;

import dev.metier.job.DataClass;
import dev.metier.report.lesson.Lesson;
import dev.metier.report.matrix.FormEvidence;
import dev.metier.report.plot.RangePlot;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixView;
import dev.metier.report.view.MatrixView.Cell;
import dev.metier.report.view.MatrixView.Column;
import dev.metier.report.view.MatrixView.HostGroup;
import dev.metier.report.view.MatrixView.Place;
import dev.metier.report.view.MatrixView.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The first screen as its template needs it. Public only for the templates.
public record MatrixPage(MatrixView view, PageLinks links) {
  public MatrixPage(MatrixView view) {
    this(view, PageLinks.SCREENS);
  }

  public MatrixTexts words() {
    return MatrixTexts.ENGLISH;
  }

  public Frame frame() {
    return new Frame(
        words().title(),
        view.project(),
        "matrix",
        Optional.empty(),
        view.at(),
        view.selection().ignored());
  }

  /// The sentence above all.
  public String headline() {
    int jobs = view.tally().jobs();
    int local = view.tally().local().size();
    if (jobs == 0) {
      return words().noJobs();
    }
    if (view.at().isEmpty()) {
      return words().nothingYet();
    }
    String form = form(Place.LOCAL);
    if (local == jobs) {
      return ScreenTexts.count(words().allLocal(), jobs, form);
    }
    return local == 0 && view.tally().hosted().isEmpty()
        ? words().noneFit()
        : ScreenTexts.fill(words().someLocal(), local, jobs, form);
  }

  /// What is to be said of the other jobs.
  public String lead() {
    if (view.at().isEmpty()) {
      return words().emptyLead();
    }
    var sentences = new ArrayList<String>();
    say(sentences, words().leadHosted(), Place.HOSTED);
    say(sentences, words().leadOpen(), Place.OPEN);
    say(sentences, words().leadNobody(), Place.NOBODY);
    sentences.add(words().leadEnd());
    return String.join(" ", sentences);
  }

  private void say(List<String> sentences, String text, Place place) {
    int jobs = view.tally().of(place).size();
    if (jobs > 0) {
      sentences.add(
          place == Place.HOSTED
              ? ScreenTexts.count(text, jobs, form(place))
              : ScreenTexts.count(text, jobs));
    }
  }

  private String form(Place place) {
    return FormEvidence.clause(view.tally().of(place).size(), view.tally().byForm(place));
  }

  /// The squares, a group for each place that has jobs.
  public List<Units> units() {
    return Arrays.stream(Place.values())
        .map(place -> new Units(tone(place), view.tally().of(place), unit(place)))
        .filter(units -> !units.jobs().isEmpty())
        .toList();
  }

  private String unit(Place place) {
    return switch (place) {
      case LOCAL -> words().unitLocal();
      case HOSTED -> words().unitHosted();
      case OPEN -> words().unitOpen();
      case NOBODY -> words().unitNobody();
    };
  }

  private static String tone(Place place) {
    return place.name().toLowerCase(Locale.ROOT);
  }

  /// The choices of place, the chosen one marked.
  public List<Choice> places() {
    var choices = new ArrayList<Choice>();
    Optional<Place> shown = view.selection().show();
    choices.add(choice(words().all(), view.tally().jobs(), "show", "", shown.isEmpty()));
    for (Place place : Place.values()) {
      choices.add(
          choice(
              word(place),
              view.tally().of(place).size(),
              "show",
              tone(place),
              shown.filter(place::equals).isPresent()));
    }
    return choices;
  }

  private String word(Place place) {
    return switch (place) {
      case LOCAL -> words().local();
      case HOSTED -> words().hosted();
      case OPEN -> words().open();
      case NOBODY -> words().nobody();
    };
  }

  /// The choices of density, the one at hand marked.
  public List<Choice> densities() {
    List<String> texts = List.of(words().roomy(), words().compact(), words().dense());
    var choices = new ArrayList<Choice>();
    for (int i = 0; i < texts.size(); i++) {
      String density = MatrixQuery.densities().get(i);
      boolean chosen = density.equals(view.selection().density());
      choices.add(new Choice(texts.get(i), -1, address().with("view", density).toString(), chosen));
    }
    return choices;
  }

  private Choice choice(String text, int count, String name, String value, boolean chosen) {
    return new Choice(text, count, address().with(name, value).toString(), chosen);
  }

  /// The words of the data classes that jobs can have.
  public List<String> classes() {
    return Arrays.stream(DataClass.values()).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
  }

  private ScreenAddress address() {
    return ScreenAddress.MATRIX
        .with("q", view.selection().find())
        .with("show", view.selection().show().map(MatrixPage::tone).orElse(""))
        .with("data", view.selection().data().orElse(""));
  }

  /// What stands over a host's columns.
  public String reads(HostGroup host) {
    return ScreenTexts.fill(
        words().reads(),
        host.own() ? words().ownMachines() : words().elsewhere(),
        host.clearance());
  }

  /// What stands behind the first model of a chain or router.
  public String then(MatrixView.Hybrid hybrid) {
    if (hybrid.then().isEmpty()) {
      return words().cascadeAlone();
    }
    boolean cascade = hybrid.kind().equals("cascade");
    return ScreenTexts.fill(
        cascade ? words().cascadeThen() : words().routerThen(), hybrid.then().get());
  }

  public String perThousand(String cost) {
    return ScreenTexts.fill(words().perThousand(), cost);
  }

  /// Where a row's job would go, when no model is FIT.
  public String nowhere(Row row) {
    return row.place() == Place.OPEN ? words().routeOpen() : words().routeNobody();
  }

  /// Whether the model that a job would go to is FIT by the form of its answers alone.
  public boolean isByForm(Row row) {
    return row.cells().stream()
        .filter(cell -> row.route().filter(cell.model()::equals).isPresent())
        .anyMatch(cell -> cell.mark().filter(MatrixView.Mark.FORM_ONLY::equals).isPresent());
  }

  /// Where costs come from.
  public String priceSource(MatrixView.Price price) {
    return price.recorded() == 0
        ? words().priceSource()
        : price.recorded() == price.jobs() ? words().priceRecorded() : words().priceMixed();
  }

  /// What a cell says to those who do not see it.
  public String name(Row row, Cell cell) {
    return ScreenTexts.fill(
            words().cellName(),
            cell.model(),
            row.job(),
            cell.mark().map(MatrixView.Mark::word).orElse(""),
            cell.line())
        .strip();
  }

  /// What is replaced when the evidence of one cell changes: the cell, and where its job would go.
  /// Empty in a report, which stays as it is.
  public @Nullable String cellId(Row row, Cell cell) {
    return isLive() ? "cell/" + row.job() + "/" + cell.model() : null;
  }

  public @Nullable String routeId(Row row) {
    return isLive() ? "job/" + row.job() : null;
  }

  private boolean isLive() {
    return links.equals(PageLinks.SCREENS);
  }

  /// The word of a verdict that is a decision; empty, as an attribute that is not there, for
  /// others.
  public @Nullable String decided(Cell cell) {
    return isLive() ? cell.mark().map(Screens::decided).orElse(null) : null;
  }

  public String picture(Cell cell) {
    return cell.picture().map(RangePlot::small).orElse("");
  }

  public String why(Row row, Cell cell) {
    return links.why(row.job(), cell.model());
  }

  /// What is known of a column's model.
  public Optional<String> card(Column column) {
    return links.model(column.model());
  }

  /// The lesson on why there is no ranking.
  public String ranking() {
    return ScreenAddress.lesson(Lesson.NO_RANKING.word()).toString();
  }

  public String cases(String job) {
    return links.cases(job, "");
  }

  /// Jobs of one place, a square each.
  public record Units(String tone, List<String> jobs, String text) {}

  /// A choice that is a link.
  ///
  /// @param count how many there are of it, below 0 where that is not told
  public record Choice(String text, int count, String href, boolean chosen) {}
}
