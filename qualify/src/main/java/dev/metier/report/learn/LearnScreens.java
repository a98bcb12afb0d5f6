package dev.metier.report.learn;

import dev.metier.report.lesson.DemoLessons;
import dev.metier.report.lesson.GuessView;
import dev.metier.report.lesson.Lesson;
import dev.metier.report.lesson.Lessons;
import dev.metier.report.lesson.ModelCard;
import dev.metier.report.screen.Screens;
import dev.metier.report.view.MatrixView;
import java.util.List;

/// Writes the screens that teach as whole HTML pages.
public final class LearnScreens {
  private LearnScreens() {}

  /// All lessons.
  public static String index(MatrixView view) {
    return Screens.rendered(
        "learn/index.jte", new LearnPage(view.project(), view.at(), models(view)));
  }

  /// A few verdicts, hidden until the team has said what it expects.
  ///
  /// @param records names of those that are proposed
  public static String guess(GuessView view, List<String> records) {
    return Screens.rendered("learn/guess.jte", new GuessPage(view, records));
  }

  /// What is known of a model.
  public static String model(MatrixView view, ModelCard card) {
    List<String> others =
        models(view).stream().filter(model -> !model.equals(card.model())).toList();
    return Screens.rendered("learn/model.jte", new ModelPage(card, others));
  }

  private static List<String> models(MatrixView view) {
    return view.hosts().stream()
        .flatMap(host -> host.columns().stream())
        .map(MatrixView.Column::model)
        .toList();
  }

  /// The words, the verdicts and the pictures.
  public static String words(MatrixView view) {
    return Screens.rendered("learn/words.jte", new WordsPage(view.project(), view.at()));
  }

  /// One lesson, with the demo's numbers where the project has none.
  public static String lesson(MatrixView view, Lesson lesson, Lessons own) {
    boolean demo = !own.has(lesson);
    Lessons shown = demo ? DemoLessons.shipped() : own;
    var body = new LessonBodies(demo).of(lesson, shown);
    return Screens.rendered(
        "learn/lesson.jte", new LessonPage(lesson, view.project(), view.at(), demo, body));
  }
}
