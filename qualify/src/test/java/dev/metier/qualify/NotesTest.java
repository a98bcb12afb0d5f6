package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.run;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Model;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Settings;
import dev.metier.chat.Usage;
import dev.metier.job.CaseGraders;
import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import dev.metier.ledger.Unserved;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class NotesTest {
  private static List<String> notes(Function<Question, Answer> script) {
    var assignment = assignment(List.of(model("m")), job("triage", 12, quality(0.5)));
    try (var ledger = SqliteLedger.inMemory()) {
      return run(assignment, Map.of("m", new Scripted(script)), ledger).cells().getFirst().notes();
    }
  }

  @Test
  void answersThatCameNeedNoWord() {
    assertThat(notes(_ -> says("yes"))).isEmpty();
  }

  /// A verdict rests on the first answers; whoever reads it hears what the others came to.
  @Test
  void laterAnswersThatSpeakAgainstTheVerdictAreTold() {
    var base = assignment(List.of(model("m")), job("triage", 80, quality(0.8)));
    var full =
        new Assignment(
            base.project(), base.jobs(), base.goal(), base.budget(), true, base.concurrency());
    var asked = new AtomicInteger();
    var provider = new Scripted(_ -> says(asked.incrementAndGet() <= 50 ? "yes" : "no"));
    try (var ledger = SqliteLedger.inMemory()) {
      var cell = run(full, Map.of("m", provider), ledger).cells().getFirst();
      assertThat(cell.verdict()).isInstanceOf(Verdict.Fit.class);
      assertThat(cell.notes())
          .anyMatch(note ->
              note.startsWith("All 80 answers that are kept have a mean grade of 0.625, with"));
    }
  }

  @Test
  void theCommonestFailureStandsInTheServersOwnWords() {
    assertThat(
            notes(q ->
                switch (q.caseId()) {
                  case "c0", "c1", "c2" ->
                      Answer.Failure.of(
                          Answer.Cause.BAD_REQUEST, "HTTP 400: template error in " + q.caseId());
                  case "c3", "c4" -> says("");
                  default -> says("yes");
                }))
        .singleElement()
        .asString()
        .contains(" answers were not served; most often: HTTP 400: template");
  }

  @Test
  void everyAnswerThatDidNotComeHasACause() {
    var provider =
        new Scripted(q ->
            switch (q.caseId()) {
              case "c0", "c1", "c2" ->
                  Answer.Failure.of(Answer.Cause.BAD_REQUEST, "HTTP 400: no such template");
              case "c3", "c4" -> says("");
              default -> says("yes");
            });
    try (var ledger = SqliteLedger.inMemory()) {
      var base = assignment(List.of(model("m")), job("triage", 80, quality(0.8)));
      var full =
          new Assignment(
              base.project(), base.jobs(), base.goal(), base.budget(), true, base.concurrency());
      var cell = run(full, Map.of("m", provider), ledger).cells().getFirst();
      assertThat(cell.unserved().stream().map(Unserved::cause))
          .containsExactlyInAnyOrder(
              "requests refused",
              "requests refused",
              "requests refused",
              "empty answers",
              "empty answers");
    }
  }

  private static GraderSpec starting(String text) {
    return new GraderSpec.StartsWith(new Template(text), false);
  }

  private static GraderSpec.Group group(GraderSpec grader) {
    return new GraderSpec.Group(
        GraderSpec.Rule.ALL,
        List.of(new GraderSpec.Weighted(grader, 1, Optional.empty())),
        OptionalDouble.empty());
  }

  @Test
  void gradersThatDifferFromCaseToCaseLookAtWhatIsRight() {
    var form = group(new GraderSpec.Not(new GraderSpec.Refusal()));
    var job = job("triage", 12, quality(0.5)).withGrading(form);
    var cases =
        job.cases().stream()
            .map(c -> c.gradedBy(new CaseGraders(group(starting(c.id())), false)))
            .toList();
    try (var ledger = SqliteLedger.inMemory()) {
      var provider = Map.of("m", new Scripted(_ -> says("anything")));
      var cell =
          run(assignment(List.of(model("m")), job.withCases(cases)), provider, ledger)
              .cells()
              .getFirst();
      assertThat(cell.notes()).noneMatch(note -> note.contains("Only the form"));
    }
  }

  @Test
  void aVerdictOnTheFormOfAnswersSaysSo() {
    var form = group(new GraderSpec.Not(new GraderSpec.Refusal()));
    var job = job("triage", 12, quality(0.5)).withGrading(form);
    try (var ledger = SqliteLedger.inMemory()) {
      var provider = Map.of("m", new Scripted(_ -> says("anything")));
      var cell = run(assignment(List.of(model("m")), job), provider, ledger).cells().getFirst();
      assertThat(cell.notes())
          .containsExactly(
              "Only the form of answers is graded: no grader looks at what is right for a case.");
    }
  }

  @Test
  void besideNoOtherVerdictThanFitTheFormOfAnswersIsNamed() {
    var form =
        new GraderSpec.Group(
            GraderSpec.Rule.ALL,
            List.of(
                new GraderSpec.Weighted(
                    new GraderSpec.Not(new GraderSpec.Refusal()), 1, Optional.empty())),
            OptionalDouble.empty());
    var job = job("triage", 3, quality(0.5)).withGrading(form);
    try (var ledger = SqliteLedger.inMemory()) {
      var provider = Map.of("m", new Scripted(_ -> says("anything")));
      var cell = run(assignment(List.of(model("m")), job), provider, ledger).cells().getFirst();
      assertThat(cell.verdict()).isInstanceOf(Verdict.Undecided.class);
      assertThat(cell.notes()).isEmpty();
    }
  }

  @Test
  void answersThatWereCutOffAreCounted() {
    assertThat(notes(q -> ended(q.caseId().equals("c0") ? "ye" : "yes", "")))
        .singleElement()
        .asString()
        .matches("\\d+ of \\d+ answers were cut off at their server's limit: raise max_tokens .*");
  }

  @Test
  void answersThatTheServerCutBeforeMaxTokensAskForNoMoreOfThese() {
    var counted = new Usage(10, 0, 2, false);
    Function<Question, Answer> script =
        _ ->
            new Answer.Reply(
                new ChatReply(List.of(new Part.Text("ye")), FinishReason.LENGTH, counted),
                Timing.of(Duration.ofMillis(5)));
    try (var ledger = SqliteLedger.inMemory()) {
      var assignment = assignment(List.of(limited()), job("triage", 12, quality(0.5)));
      var cell = run(assignment, Map.of("m", new Scripted(script)), ledger).cells().getFirst();
      assertThat(cell.notes())
          .singleElement()
          .asString()
          .contains("cut off by the server after 2 tokens at most, though max_tokens allows 400");
    }
  }

  @Test
  void thinkingThatUsedUpTheTokensIsToldAndIsNoFailureOfTheServer() {
    assertThat(notes(_ -> ended("", "Okay, the user wants")))
        .singleElement()
        .asString()
        .matches(
            ".* answers were cut off at .*, which thinking had used up: raise max_tokens or .*");
  }

  @Test
  void markupThatTheServerLeftIsNamedWithTheRemedy() {
    assertThat(notes(_ -> says("hm\n</think>\nyes")))
        .singleElement()
        .asString()
        .contains("thinking in the text", "vllm serve --reasoning-parser");
    // Told apart here, and graded without it, but clients of the server's protocol would get it.
    assertThat(notes(_ -> marked("<think>")))
        .singleElement()
        .asString()
        .contains("thinking in the text, which clients would get", "--reasoning-parser");
    assertThat(notes(_ -> says("yes<|im_end|>")))
        .singleElement()
        .asString()
        .contains("control tokens in the text", "chat template");
    assertThat(notes(_ -> says("<tool_call>{}</tool_call>")))
        .singleElement()
        .asString()
        .contains("tool calls as plain text", "--tool-call-parser");
  }

  private static Model limited() {
    Model model = model("m");
    var settings =
        new Settings(
            OptionalDouble.empty(),
            OptionalInt.of(400),
            OptionalLong.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    return new Model(
        model.name(),
        model.kind(),
        model.id(),
        model.address(),
        Optional.empty(),
        model.host(),
        model.price(),
        settings,
        OptionalInt.empty(),
        OptionalInt.of(1),
        Timeouts.USUAL,
        Optional.empty());
  }

  private static Answer marked(String mark) {
    var reply = new ChatReply(List.of(new Part.Text("yes")), FinishReason.STOP, Usage.NONE);
    return new Answer.Reply(reply.markedBy(mark), Timing.of(Duration.ofMillis(5)));
  }

  private static Answer ended(String text, String thinking) {
    var parts = new ArrayList<Part>();
    if (!thinking.isEmpty()) {
      parts.add(new Part.Thinking(thinking, Optional.empty()));
    }
    parts.add(new Part.Text(text));
    return new Answer.Reply(
        new ChatReply(parts, FinishReason.LENGTH, Usage.NONE), Timing.of(Duration.ofMillis(5)));
  }
}
