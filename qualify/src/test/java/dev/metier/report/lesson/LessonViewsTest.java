package dev.metier.report.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.qualify.CellResult;
import dev.metier.report.Golden;
import dev.metier.report.SampleEvidence;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleProject;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixView;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.WhyViews;
import dev.metier.report.view.cases.CasesQuery;
import dev.metier.report.view.cases.CasesViews;
import dev.metier.report.view.cases.OwnLabels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class LessonViewsTest {
  private static final FitMatrix MATRIX = SampleProject.matrix();
  private static final List<CellResult> RESULTS = SampleProject.results();
  private static final MatrixView VIEW = MatrixViews.of(MATRIX, MatrixQuery.ALL);

  static Lessons lessons() {
    return LessonViews.of(MATRIX, RESULTS);
  }

  private static CellResult result(String job, String model) {
    return RESULTS.stream()
        .filter(r -> r.job().name().text().equals(job) && r.model().name().text().equals(model))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theNumbersAreTheSameForTheSameEvidence() {
    var json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Golden.check("learn/lessons.json", json.writeValueAsString(lessons()) + "\n");
  }

  @Test
  void theVerdictsAreThoseOfTheMatrix() {
    var shown = lessons().noRanking().orElseThrow();
    var kinds = lessons().kinds().orElseThrow();

    assertThat(shown.jobs()).isEqualTo(VIEW.rows().stream().map(MatrixView.Row::job).toList());
    for (MatrixView.Row row : VIEW.rows()) {
      for (MatrixView.Cell cell : row.cells()) {
        String tone = cell.mark().map(MatrixView.Mark::tone).orElse("");
        var verdicts =
            shown.models().stream().filter(m -> m.model().equals(cell.model())).findFirst();
        assertThat(verdicts.orElseThrow().tones().get(shown.jobs().indexOf(row.job())))
            .isEqualTo(tone);
        var kind = kinds.kinds().stream().filter(k -> k.models().contains(cell.model())).findAny();
        if (tone.equals("fit")) {
          assertThat(kind.orElseThrow().fit()).contains(row.job());
        }
      }
    }
  }

  @Test
  void theTeamsAreThoseOfThePageOfTheVerdict() {
    var shown = lessons().notYet().orElseThrow();
    var why = WhyViews.of(MATRIX, RESULTS, result(shown.job(), shown.model()));

    assertThat(shown.passed()).isEqualTo(why.count().orElseThrow().passed()).isEqualTo(42);
    assertThat(shown.seen()).isEqualTo(why.count().orElseThrow().seen()).isEqualTo(50);
    assertThat(shown.teams()).isEqualTo(why.luck().orElseThrow().teams());
    assertThat(shown.dots()).hasSize(20).isSorted();
    assertThat(shown.needed()).hasValue(50 - why.path().orElseThrow().fitAt());
  }

  @Test
  void thePairIsThatOfTheCaseLab() {
    var shown = lessons().pair().orElseThrow();
    var query = CasesQuery.of(Map.of("a", shown.one(), "b", shown.other()));
    var ofJob = RESULTS.stream().filter(r -> r.job().name().text().equals(shown.job())).toList();
    var lab =
        CasesViews.of(MATRIX, ofJob, query, new SampleEvidence(_ -> List.of()), OwnLabels.NONE);

    assertThat(shown.onlyOther()).isPositive().isEqualTo(lab.count(CasesQuery.Kind.FIRST_FAILS));
    assertThat(shown.onlyOne()).isEqualTo(lab.count(CasesQuery.Kind.SECOND_FAILS));
    assertThat(shown.neither()).isEqualTo(lab.count(CasesQuery.Kind.BOTH_FAIL));
    assertThat(shown.all()).isEqualTo(40);
  }

  @Test
  void jobsThatMayNotLeaveAreThoseThatNoHostedModelMayRead() {
    var shown = lessons().destinations().orElseThrow();

    assertThat(shown.stay())
        .containsExactly(new Lessons.Stay("secrets", "restricted", Optional.of("internal")));
    assertThat(shown.counts()).containsExactly(1, 0, 0, 1);
    assertThat(shown.hosts()).extracting(Lessons.Reader::own).containsExactly(true, false);
  }

  @Test
  void costsFallWithUseAndMeetTheHostedPriceWhereItIsSaid() {
    var shown = lessons().localCost().orElseThrow();
    double even = shown.even().orElseThrow();
    double hosted = shown.hosted().orElseThrow().dollars();

    assertThat(shown.shares())
        .isSortedAccordingTo((a, b) -> Double.compare(b.dollars(), a.dollars()));
    for (Lessons.Share share : shown.shares()) {
      assertThat(share.dollars() < hosted).isEqualTo(share.busy() > even);
    }
  }

  @Test
  void aProjectWithoutEvidenceHasOnlyWhatItsFileTells() {
    var empty =
        new FitMatrix(
            "new",
            SampleMatrix.AT,
            List.of(),
            new FitMatrix.Calls(0, 0),
            Optional.empty(),
            List.of());
    Lessons lessons = LessonViews.of(empty, List.of());

    for (Lesson lesson : Lesson.values()) {
      assertThat(lessons.has(lesson)).as(lesson.word()).isFalse();
    }
  }

  @Test
  void kindsAreReadFromProvidersAndNames() {
    assertThat(KindViews.sort(SampleMatrix.model("opus"))).isEqualTo(Lessons.Sort.HOSTED);
    assertThat(KindViews.sort(SampleMatrix.model("qwen"))).isEqualTo(Lessons.Sort.LARGE);
    assertThat(KindViews.sort(SampleMatrix.model("qwen3-coder"))).isEqualTo(Lessons.Sort.CODE);
    assertThat(KindViews.sort(SampleMatrix.model("qwq"))).isEqualTo(Lessons.Sort.REASONING);
    assertThat(KindViews.sort(SampleMatrix.model("gpt-oss"))).isEqualTo(Lessons.Sort.REASONING);
  }
}
