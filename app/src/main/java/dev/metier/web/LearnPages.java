package dev.metier.web;

import dev.metier.core.problem.Problems;
import dev.metier.decision.DecisionRecord;
import dev.metier.decision.RecordFolder;
import dev.metier.report.learn.LearnScreens;
import dev.metier.report.lesson.GuessViews;
import dev.metier.report.lesson.Lesson;
import dev.metier.report.lesson.LessonViews;
import dev.metier.report.lesson.ModelCards;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixView;
import dev.metier.report.view.MatrixViews;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Answers the addresses of the screens that teach.
record LearnPages(SnapshotSource source, Path folder) {
  private static final String GUESS = "guess";

  /// All lessons, or one of them.
  Reply learn(List<String> path, ScreenRequest request) {
    ProjectSnapshot now = source.read();
    if (path.isEmpty()) {
      return Reply.page(Reply.OK, LearnScreens.index(view(now)));
    }
    String word = path.getFirst();
    if (word.equals(GUESS) && path.size() == 1) {
      return Reply.page(
          Reply.OK,
          LearnScreens.guess(GuessViews.of(now.matrix(), request.parameters()), proposed()));
    }
    Lesson lesson = Lesson.of(word).filter(_ -> path.size() == 1).orElseThrow(() -> nowhere(path));
    return Reply.page(
        Reply.OK,
        LearnScreens.lesson(view(now), lesson, LessonViews.of(now.matrix(), now.results())));
  }

  private List<String> proposed() {
    return RecordFolder.of(folder).all(new Problems()).stream()
        .map(DecisionRecord::head)
        .filter(head -> head.status() == DecisionRecord.Status.PROPOSED)
        .map(DecisionRecord.Head::id)
        .toList();
  }

  private static ProjectPages.NoSuchPage nowhere(List<String> path) {
    var known = new ArrayList<>(Lesson.words());
    known.add(GUESS);
    return new ProjectPages.NoSuchPage("", String.join("/", path), known);
  }

  /// The card of a model.
  Reply model(List<String> path, ScreenRequest request) {
    ProjectSnapshot now = source.read();
    List<String> known =
        now.results().stream().map(r -> r.model().name().text()).distinct().toList();
    if (path.size() != 1) {
      throw new ProjectPages.NoSuchPage("", request.path(), List.of());
    }
    String name = path.getFirst();
    if (!known.contains(name)) {
      throw new ProjectPages.NoSuchPage("model", name, known);
    }
    var card = ModelCards.of(now.matrix(), now.results(), name, source::answers);
    return Reply.page(Reply.OK, LearnScreens.model(view(now), card));
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
