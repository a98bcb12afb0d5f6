package dev.metier.decision.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.decision.DecisionRecord;
import dev.metier.decision.DecisionRecord.Data;
import dev.metier.decision.DecisionRecord.Need;
import dev.metier.decision.DecisionRecord.Range;
import dev.metier.decision.DecisionRecord.Words;
import dev.metier.decision.DecisionRecord.Wrong;
import dev.metier.decision.SampleRecords;
import dev.metier.job.DataClass;
import dev.metier.report.Golden;
import dev.metier.report.SampleResults;
import dev.metier.report.screen.Screens;
import dev.metier.report.view.WhyViews;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class RecordViewTest {
  private static final List<String> STALE = List.of("The prompt changed.");

  /// All that can stand on a first page, and of the kind that may not leave the house.
  public static DecisionRecord full(DataClass held) {
    DecisionRecord draft = SampleRecords.open();
    var first = draft.needs().getFirst().with("a person reads each answer");
    var time =
        new Need(
            "latency p95 at most 8.0 s",
            0.95,
            "MET",
            false,
            "SECONDS",
            8,
            OptionalDouble.empty(),
            OptionalDouble.of(5.9),
            OptionalDouble.of(5.2),
            48,
            "up to 5.9 s",
            "");
    var money =
        new DecisionRecord.Money(
            new Range(0.7, 2.4),
            "opus",
            Optional.of(new Range(15.1, 16.1)),
            Optional.of(new Range(9000, 31000)),
            "The machine is busy 10 to 40 % of the time (20 % is declared).",
            List.of("opus becomes more than 72 % cheaper"));
    var wrong =
        Collections.nCopies(3, new Wrong("q5", "What is Ann to Bob?", "aunt", "niece", "no"));
    return new DecisionRecord(
        draft.head(),
        draft.locked(),
        List.of(
            new DecisionRecord.Moved(
                "2026-11-20", "quality 0.90", "quality 0.80", "Ada", "easier")),
        List.of(first, time),
        draft.evidence(),
        draft.candidates(),
        draft.routing(),
        Optional.of(money),
        new Data(held, true, draft.data().places(), draft.data().drill()),
        wrong,
        new Words("We use qwen.", List.of("handwriting"), List.of("a build changes"), "Bob: no"),
        "Some *notes*.\n");
  }

  private static RecordView view(DecisionRecord record) {
    return RecordViews.of("kin", record, STALE);
  }

  @Test
  void showsWhatWasDecidedAndWhatItRestsOn() {
    var json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    RecordView view = view(full(DataClass.INTERNAL));
    Golden.check("screen/record-view.json", json.writeValueAsString(view) + "\n");
    Golden.check("screen/record.md", RecordMarkdown.of(view));
  }

  @Test
  void whatIsFreeIsNotBilledRatherThanNoDollars() {
    DecisionRecord all = full(DataClass.INTERNAL);
    var free =
        all.candidates().stream()
            .map(each ->
                new DecisionRecord.Candidate(
                    each.model(),
                    each.use(),
                    each.host(),
                    each.clearance(),
                    each.verdict(),
                    each.shown(),
                    each.reason(),
                    each.trials(),
                    each.build(),
                    OptionalDouble.of(0)))
            .toList();
    RecordView view =
        view(
            new DecisionRecord(
                all.head(),
                all.locked(),
                all.moved(),
                all.needs(),
                all.evidence(),
                free,
                all.routing(),
                all.money().map(RecordViewTest::ofNothing),
                all.data(),
                all.wrong(),
                all.words(),
                all.text()));

    assertThat(view.page().candidates())
        .extracting(RecordView.Candidate::perThousand)
        .containsOnly("nothing billed");
    assertThat(view.money().orElseThrow().perThousand()).isEqualTo("nothing billed");
    assertThat(view.money().orElseThrow().besidePerThousand()).isEqualTo("nothing billed");
    assertThat(RecordMarkdown.of(view)).doesNotContain("$0.00");
  }

  @Test
  void whatWasSupersededSaysBeforeAllElseWhatHoldsInItsPlace() {
    DecisionRecord all = full(DataClass.INTERNAL);
    var head = all.head();
    RecordView view =
        view(
            all.with(
                new DecisionRecord.Head(
                    head.id(),
                    DecisionRecord.Status.SUPERSEDED,
                    head.job(),
                    head.model(),
                    "",
                    "MDR-0009",
                    head.owner(),
                    head.date(),
                    head.reviewBy())));

    assertThat(Jsoup.parse(Screens.sheet(view)).select(".sheet.first header + .superseded").text())
        .isEqualTo("Superseded. What stands in its place: MDR-0009");
    assertThat(RecordMarkdown.of(view)).contains("> **Superseded:** MDR-0009 stands in its place.");
  }

  private static DecisionRecord.Money ofNothing(DecisionRecord.Money money) {
    return new DecisionRecord.Money(
        new Range(0, 0),
        money.beside(),
        Optional.of(new Range(0, 0)),
        Optional.empty(),
        money.assumes(),
        money.turns());
  }

  @Test
  void theNumbersAreThoseOfTheWhyPage() {
    var results = SampleResults.all();
    var why = WhyViews.of(SampleResults.matrix(results), results, results.getFirst());

    assertThat(view(SampleRecords.open()).needs().getFirst().said())
        .isEqualTo(why.needs().getFirst().interval());
    assertThat(view(SampleRecords.open()).needs().getFirst().picture().orElseThrow().tone())
        .isEqualTo(why.needs().getFirst().picture().orElseThrow().tone());
  }

  @Test
  void textsOfSensitiveCasesStayInTheHouseUnlessTheyAreAskedFor() {
    for (DataClass held : DataClass.values()) {
      boolean kept = held.compareTo(DataClass.INTERNAL) > 0;
      DecisionRecord record = full(held);
      String without = RecordMarkdown.of(view(RecordViews.toSend(record, false)));
      String page = Screens.sheet(view(RecordViews.toSend(record, false)));

      assertThat(without.contains("niece")).as(held.name()).isEqualTo(!kept);
      assertThat(page.contains("niece")).as(held.name()).isEqualTo(!kept);
      assertThat(page.contains("Texts of cases are left out")).isEqualTo(kept);
      assertThat(page).contains("highest class of what it holds is ");
      assertThat(Screens.sheet(view(RecordViews.toSend(record, true)))).contains("niece");
    }
  }

  @Test
  void aDraftOfSensitiveCasesHoldsNoTexts() {
    var results = SampleRecords.of(SampleRecords.job(DataClass.CONFIDENTIAL));
    DecisionRecord record = SampleRecords.draft(results, "qwen");

    assertThat(record.data().holdsTexts()).isFalse();
    assertThat(record.wrong()).hasSize(3).allSatisfy(w -> assertThat(w.asked()).isEmpty());
    assertThat(SampleRecords.open().wrong().getFirst().asked()).contains("What is Ann to Bob");
  }

  @Test
  void whatDoesNotHoldAndWhatIsOpenStandsOnTheFirstPage() {
    String page = Screens.sheet(view(full(DataClass.INTERNAL)));
    String first = page.substring(0, page.indexOf("<article class=\"sheet\">"));

    assertThat(first).contains("The prompt changed.", "a person reads each answer", "Bob: no");
    assertThat(first).contains("1 bar moved since").doesNotContain("<script");
  }

  @Test
  void nobodyIsCalledCompliant() {
    RecordView view = view(full(DataClass.INTERNAL));

    assertThat(Screens.sheet(view) + RecordMarkdown.of(view))
        .doesNotContainIgnoringCase("complian");
  }

  @Test
  void textsOfOthersAreTextOnly() {
    DecisionRecord record = full(DataClass.PUBLIC);
    String bad = "<img src=x onerror=alert(1)>\u202e";
    var said = new Words(bad, List.of(bad), List.of(bad), bad);
    var view = view(record.with(said, record.moved(), record.needs(), bad));

    assertThat(Screens.sheet(view)).doesNotContain("<img").contains("&lt;img", "[U+202E]");
    assertThat(RecordMarkdown.of(view).lines().limit(8)).noneMatch(l -> l.contains(" <img"));
  }
}
