package dev.metier.report.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleProject;
import dev.metier.report.lesson.Lesson;
import dev.metier.report.lesson.LessonViews;
import dev.metier.report.lesson.Lessons;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixView;
import dev.metier.report.view.MatrixViews;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LessonScreenTest {
  private static final int MOST_WORDS = 250;
  private static final FitMatrix EMPTY =
      new FitMatrix(
          "new",
          SampleMatrix.AT,
          List.of(),
          new FitMatrix.Calls(0, 0),
          Optional.empty(),
          List.of());

  private static String page(FitMatrix matrix, Lesson lesson) {
    MatrixView view = MatrixViews.of(matrix, MatrixQuery.ALL);
    Lessons own =
        LessonViews.of(matrix, matrix.jobs().isEmpty() ? List.of() : SampleProject.results());
    return LearnScreens.lesson(view, lesson, own);
  }

  private static Document own(Lesson lesson) {
    return Jsoup.parse(page(SampleProject.matrix(), lesson));
  }

  private static Document demo(Lesson lesson) {
    return Jsoup.parse(page(EMPTY, lesson));
  }

  @ParameterizedTest
  @EnumSource
  void thePageIsTheSameForTheSameEvidence(Lesson lesson) {
    Golden.check("learn/" + lesson.word() + ".html", page(EMPTY, lesson));
  }

  @ParameterizedTest
  @EnumSource
  void aLessonHasAtMost250WordsOnePictureAndOneThingToTry(Lesson lesson) {
    for (Document page : List.of(own(lesson), demo(lesson))) {
      assertThat(page.select("article svg[role=img]")).hasSize(1);
      assertThat(page.select("article .try")).hasSize(1);
      page.select("tbody, svg").remove();
      String text = page.select("article").text();
      assertThat(text.split("\\s+").length).as(text).isBetween(50, MOST_WORDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void numbersThatAreNotTheReadersAreMarkedAsTheDemos(Lesson lesson) {
    Document page = demo(lesson);

    assertThat(page.select(".note").text()).isEqualTo(LearnTexts.ENGLISH.demoNote());
    assertThat(page.select(".chip").eachText()).doesNotContain(LearnTexts.ENGLISH.measured());
    assertThat(page.select("article a").eachAttr("href")).isEmpty();
    assertThat(page.select(".try code").text()).isEqualTo("metier demo --open");
  }

  @ParameterizedTest
  @EnumSource
  void theReadersOwnNumbersComeFirst(Lesson lesson) {
    Document page = own(lesson);

    assertThat(page.select(".note")).isEmpty();
    assertThat(page.select(".chip").eachText()).doesNotContain(LearnTexts.ENGLISH.measuredDemo());
    assertThat(page.select(".try a, .try code")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void noLessonHasStylesOrScriptsInside(Lesson lesson) {
    assertThat(own(lesson).select("[style], style, script:not([src])")).isEmpty();
  }

  @Test
  void theTitleSaysTheReadersOwnCount() {
    assertThat(own(Lesson.NOT_YET).select("h1").text()).isEqualTo("Why 42 of 50 is not yet a yes");
    assertThat(own(Lesson.NOT_YET).select(".teams-plot .yes"))
        .hasSize(
            LessonViews.of(SampleProject.matrix(), SampleProject.results())
                .notYet()
                .orElseThrow()
                .teams());
  }

  @Test
  void lessonsFollowEachOther() {
    assertThat(own(Lesson.KINDS).select("a[data-key=next]").attr("href"))
        .isEqualTo("/learn/not-yet-a-yes");
    assertThat(own(Lesson.KINDS).select("a[data-key=before]")).isEmpty();
    assertThat(own(Lesson.CASES).select("a[data-key=next]")).isEmpty();
  }

  @Test
  void allLessonsCanBeReachedFromTheFirstPage() {
    Document page =
        Jsoup.parse(LearnScreens.index(MatrixViews.of(SampleProject.matrix(), MatrixQuery.ALL)));

    assertThat(page.select("main a").eachAttr("href"))
        .containsAll(Lesson.words().stream().map(word -> "/learn/" + word).toList())
        .contains("/learn/guess", "/words", "/model/qwen");
  }
}
