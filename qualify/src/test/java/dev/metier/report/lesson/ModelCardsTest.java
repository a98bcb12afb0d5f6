package dev.metier.report.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Model;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Source;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleProject;
import dev.metier.report.learn.LearnScreens;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixView;
import dev.metier.report.view.MatrixViews;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class ModelCardsTest {
  private static final String NASTY = "<img src=x onerror=alert(1)>\u202e the cousin";
  private static final MatrixView VIEW = MatrixViews.of(SampleProject.matrix(), MatrixQuery.ALL);

  private static List<KeptAnswer> kept(Filter filter) {
    var reply = new ChatReply(List.of(new Part.Text(NASTY)), FinishReason.STOP, Usage.NONE);
    return List.of(
        new KeptAnswer(
            1,
            new TrialKey(filter.setting().orElseThrow(), filter.content().orElseThrow(), 0),
            new JobName("family"),
            new ModelName("qwen"),
            "q",
            Source.QUALIFICATION,
            new Answer.Reply(reply, Timing.of(Duration.ofMillis(900))),
            Optional.empty(),
            1,
            SampleMatrix.AT,
            false,
            List.of(
                new KeptAnswer.Graded(
                    filter.grading().orElseThrow(), Grade.fail("expected aunt")))));
  }

  private static ModelCard card(String model) {
    return ModelCards.of(
        SampleProject.matrix(), SampleProject.results(), model, ModelCardsTest::kept);
  }

  @Test
  void theCardIsTheSameForTheSameEvidence() {
    var json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Golden.check("learn/card.json", json.writeValueAsString(card("qwen")) + "\n");
    Golden.check("learn/card.html", LearnScreens.model(VIEW, card("qwen")));
  }

  @Test
  void everyVerdictOfTheMatrixStandsOnTheCard() {
    for (String model : List.of("qwen", "opus", "gemma")) {
      assertThat(card(model).standings()).hasSize(2);
      for (ModelCard.Standing standing : card(model).standings()) {
        var row = VIEW.rows().stream().filter(r -> r.job().equals(standing.job())).findFirst();
        assertThat(row.orElseThrow().cells())
            .filteredOn(cell -> cell.model().equals(model))
            .singleElement()
            .satisfies(cell -> assertThat(cell.mark()).contains(standing.mark()));
      }
    }
  }

  @Test
  void whatWasNeverTriedIsSaid() {
    var never = card("qwen").never();

    assertThat(never.classes()).containsExactly("internal", "confidential");
    assertThat(never.longest()).hasValue("What is Ann to Bob in family 49?".length());
    assertThat(never.scripts()).containsExactly("Latin");
    assertThat(never.tools()).isFalse();
    assertThat(never.jobs()).isEmpty();
  }

  @Test
  void threeWrongAnswersAreShownWordForWordAndAsTextOnly() {
    var page = Jsoup.parse(LearnScreens.model(VIEW, card("qwen")));

    assertThat(card("qwen").failures())
        .hasSize(3)
        .extracting(ModelCard.Failure::job)
        .contains("family", "secrets");
    assertThat(page.select(".wrong .answer").eachText())
        .hasSize(3)
        .allMatch(text -> text.equals("<img src=x onerror=alert(1)>[U+202E] the cousin"));
    assertThat(page.select("img")).isEmpty();
  }

  /// Outcomes that were recorded elsewhere have no words.
  @Test
  void wordForWordIsSaidOnlyWhereWordsAreKept() {
    assertThat(titles(ModelCardsTest::kept)).contains("3 wrong answers, word for word");
    assertThat(titles(filter -> kept(filter).stream().map(ModelCardsTest::withoutText).toList()))
        .contains("3 wrong answers")
        .doesNotContain("3 wrong answers, word for word");
  }

  private static KeptAnswer withoutText(KeptAnswer some) {
    return new KeptAnswer(
        some.id(),
        some.key(),
        some.job(),
        some.model(),
        some.caseId(),
        some.source(),
        new Answer.Recorded(0, "", Optional.empty(), Optional.empty()),
        some.cost(),
        some.attempts(),
        some.at(),
        some.superseded(),
        some.otherModel(),
        some.grades());
  }

  private static List<String> titles(Function<Filter, List<KeptAnswer>> kept) {
    var card = ModelCards.of(SampleProject.matrix(), SampleProject.results(), "qwen", kept);
    return Jsoup.parse(LearnScreens.model(VIEW, card)).select("h2").eachText();
  }

  @Test
  void everyFactSaysWhereItComesFrom() {
    var page = Jsoup.parse(LearnScreens.model(VIEW, card("opus")));

    assertThat(page.select(".facts dd"))
        .filteredOn(fact -> !fact.text().startsWith("unknown: "))
        .allSatisfy(fact -> assertThat(fact.select(".chip")).hasSize(1));
  }

  private static String licence(Model model) {
    return new ModelFacts(model, List.of(), List.of())
        .all().stream()
            .filter(fact -> fact.about() == ModelCard.About.LICENCE)
            .map(fact -> fact.value() + " | " + fact.source() + " | " + fact.note())
            .findFirst()
            .orElse("unknown");
  }

  private static Model model(String id, Optional<String> licence) {
    Model any = SampleMatrix.model("qwen");
    return new Model(
        any.name(),
        any.kind(),
        id,
        any.address(),
        any.key(),
        any.host(),
        any.price(),
        any.settings(),
        any.window(),
        any.concurrency(),
        any.timeouts(),
        any.apiVersion(),
        any.profile(),
        any.application(),
        licence);
  }

  @Test
  void theLicenceIsTheTeamsWordOrThatOfItsNameAndElseUnknown() {
    assertThat(licence(model("qwen3:8b", Optional.of("ours")))).isEqualTo("ours | SAID | ");
    assertThat(licence(model("qwen3:8b", Optional.empty())))
        .isEqualTo(
            "Apache-2.0 | GENERAL | by its name, list of 29 Nov 2026; the maker's page decides:"
                + " state it as licence: in metier.yaml");
    for (String known : List.of("Qwen/QwQ-32B", "openai/gpt-oss-20b", "library/qwen3:0.6b")) {
      assertThat(licence(model(known, Optional.empty()))).as(known).startsWith("Apache-2.0");
    }
    assertThat(licence(model("google/gemma-3-27b-it", Optional.empty())))
        .startsWith("Gemma Terms of Use");
    for (String other : List.of("qwen3.6:27b", "gemma-30b", "my-phi-40", "claude-opus-5-5")) {
      assertThat(licence(model(other, Optional.empty()))).as(other).isEqualTo("unknown");
    }
  }

  @Test
  void aModelThatNeverFailedHasNoWrongAnswers() {
    var page =
        Jsoup.parse(
            LearnScreens.model(
                VIEW,
                ModelCards.of(
                    SampleProject.matrix(),
                    SampleProject.results().subList(4, 5),
                    "gemma",
                    ModelCardsTest::kept)));

    assertThat(page.select(".wrong")).isEmpty();
    assertThat(page.text()).contains("No wrong answer is kept.");
  }
}
