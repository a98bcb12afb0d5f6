package dev.metier.web;

import dev.metier.report.learn.LearnScreens;
import dev.metier.report.lesson.Lesson;
import dev.metier.report.lesson.LessonViews;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixView;
import dev.metier.report.view.MatrixViews;
import java.util.List;

/// Answers the addresses of the screens that teach.
record LearnPages(SnapshotSource source) {
  /// All lessons, or one of them.
  Reply learn(List<String> path, ScreenRequest request) {
    ProjectSnapshot now = source.read();
    if (path.isEmpty()) {
      return Reply.page(Reply.OK, LearnScreens.index(view(now)));
    }
    String word = path.getFirst();
    Lesson lesson =
        Lesson.of(word)
            .filter(_ -> path.size() == 1)
            .orElseThrow(
                () -> new ProjectPages.NoSuchPage("", String.join("/", path), Lesson.words()));
    return Reply.page(
        Reply.OK,
        LearnScreens.lesson(view(now), lesson, LessonViews.of(now.matrix(), now.results())));
  }

  Reply words(List<String> path, ScreenRequest request) {
    if (!path.isEmpty()) {
      throw new ProjectPages.NoSuchPage("", request.path(), List.of());
    }
    return Reply.page(Reply.OK, LearnScreens.words(view(source.read())));
  }

  private static MatrixView view(ProjectSnapshot now) {
    return MatrixViews.of(now.matrix(), MatrixQuery.ALL);
  }
}
