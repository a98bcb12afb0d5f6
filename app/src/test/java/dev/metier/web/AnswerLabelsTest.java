package dev.metier.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.label.Label;
import dev.metier.label.LabelLog;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.Labeller;
import dev.metier.label.Labels;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Source;
import dev.metier.plan.TrialKey;
import dev.metier.project.Project;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import dev.metier.qualify.CellResult;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of answers in the case lab.
class AnswerLabelsTest {
  private static final Labeller ANNA = Labeller.person("anna");
  private static final CellResult QWEN = SampleResults.all().getFirst();
  private static final LabelledAnswer UNCLE = new LabelledAnswer("uncle", "qwen", false);

  @TempDir private Path folder;
  private Optional<Labeller> reader = Optional.of(ANNA);

  private final SnapshotSource source =
      new SnapshotSource() {
        @Override
        public String name() {
          return "acme";
        }

        @Override
        public ProjectSnapshot read() {
          var project =
              new Project(
                  folder.resolve("metier.yaml"), List.of(), List.of(), List.of(), List.of());
          var results = SampleResults.all();
          return new ProjectSnapshot(project, results, SampleResults.matrix(results));
        }

        @Override
        public PastChanges changes(Optional<String> since) {
          throw new IllegalStateException("nobody asks for changes here");
        }

        @Override
        public void answers(Filter filter, Consumer<KeptAnswer> each) {
          each.accept(uncle(filter));
        }

        @Override
        public Optional<Labeller> reader() {
          return reader;
        }

        @Override
        public Instant now() {
          return SampleMatrix.AT;
        }
      };

  private static KeptAnswer uncle(Filter filter) {
    var reply = new ChatReply(List.of(new Part.Text("uncle")), FinishReason.STOP, Usage.NONE);
    return new KeptAnswer(
        1,
        new TrialKey(filter.setting().orElseThrow(), filter.content().orElseThrow(), 0),
        SampleResults.JOB.name(),
        SampleMatrix.model("qwen").name(),
        "q7",
        Source.QUALIFICATION,
        new Answer.Reply(reply, Timing.of(Duration.ofMillis(900))),
        Optional.empty(),
        1,
        SampleMatrix.AT,
        false,
        List.of(new KeptAnswer.Graded("grading", Grade.fail("no"))));
  }

  private Reply say(String value, String note, String... more) {
    var form =
        new HashMap<>(
            Map.of(
                "case",
                "q7",
                "answer",
                UNCLE.hash(),
                "value",
                value,
                "note",
                note,
                "back",
                "/job/family/cases?case=q7"));
    for (int i = 0; i < more.length; i += 2) {
      form.put(more[i], more[i + 1]);
    }
    return new AnswerLabels(source).keep(source.read(), QWEN, form);
  }

  private Labels kept() {
    return LabelLog.of(source.read().project(), SampleResults.JOB.name())
        .read(SampleResults.JOB, SampleMatrix.AT);
  }

  private Optional<Label> annas() {
    String content = Label.content(SampleResults.JOB.cases().get(7));
    return kept().open(Label.subject(content, UNCLE), ANNA);
  }

  @Test
  void whatIsSaidIsKeptChangedAndTakenBackAndLeadsBackToTheCase() {
    Reply reply = say("fail", "the wrong side");
    assertThat(reply.status()).isEqualTo(Reply.SEE_OTHER);
    assertThat(reply.headers()).containsEntry("Location", "/job/family/cases?case=q7");
    assertThat(annas().orElseThrow().note()).isEqualTo("the wrong side");

    say("pass", "");
    assertThat(annas().orElseThrow().value()).isEqualTo(Label.Value.PASS);
    say("note", "after all");
    assertThat(annas().orElseThrow().value()).isEqualTo(Label.Value.PASS);
    assertThat(annas().orElseThrow().note()).isEqualTo("after all");
    say("undo", "");
    assertThat(annas()).isEmpty();
  }

  @Test
  void whoSeesWhichModelAnsweredCalibratesNoJudge() {
    say("pass", "");

    assertThat(kept().all()).hasSize(1);
    assertThat(kept().agreed()).isEmpty();
    assertThat(kept().people()).isEmpty();
    assertThat(kept().first()).isEmpty();
  }

  @Test
  void noFormLeadsToAnotherPlaceThanACase() {
    assertThat(say("pass", "", "back", "https://evil.test/").headers())
        .containsEntry("Location", "/");
    assertThat(say("pass", "", "back", "//evil.test/").headers()).containsEntry("Location", "/");
  }

  @Test
  void anAnswerThatIsNotThereIsNotLabelled() {
    assertThatThrownBy(() -> say("pass", "", "answer", "0000"))
        .isInstanceOf(ProjectPages.NoSuchPage.class);
    assertThatThrownBy(() -> say("pass", "", "case", "q777"))
        .isInstanceOf(ProjectPages.NoSuchPage.class);
    reader = Optional.empty();
    assertThatThrownBy(() -> say("pass", "")).isInstanceOf(ProjectPages.NoSuchPage.class);
    assertThat(kept().all()).isEmpty();
  }
}
