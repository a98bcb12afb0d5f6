package dev.metier.report.view.cases;

import dev.metier.report.view.cases.CasesView.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Marks the words of an answer that the expected one does not have, in its order.
final class WordMarks {
  private static final Pattern WORD = Pattern.compile("\\S+|\\s+");
  private static final int MOST = 400;
  private static final int FEWEST = 3;

  private WordMarks() {}

  /// The answer in pieces; in one piece where a comparison would say nothing.
  static List<Piece> of(String answer, String expected) {
    List<String> given = words(answer);
    List<String> wanted = words(expected).stream().filter(word -> !word.isBlank()).toList();
    if (wanted.size() < FEWEST || given.size() > MOST || wanted.size() > MOST) {
      return List.of(new Piece(answer, false));
    }
    boolean[] common = common(given, wanted);
    var pieces = new ArrayList<Piece>();
    var text = new StringBuilder();
    boolean marked = false;
    for (int i = 0; i < given.size(); i++) {
      boolean between = marked && i + 1 < given.size() && !common[i + 1];
      boolean mark = given.get(i).isBlank() ? between : !common[i];
      if (mark != marked && !text.isEmpty()) {
        pieces.add(new Piece(text.toString(), marked));
        text.setLength(0);
      }
      marked = mark;
      text.append(given.get(i));
    }
    pieces.add(new Piece(text.toString(), marked));
    return pieces;
  }

  private static List<String> words(String text) {
    return WORD.matcher(text).results().map(found -> found.group()).toList();
  }

  /// Which words of the first belong to a longest common sequence of both.
  private static boolean[] common(List<String> given, List<String> wanted) {
    int[][] longest = new int[given.size() + 1][wanted.size() + 1];
    for (int i = given.size() - 1; i >= 0; i--) {
      for (int j = wanted.size() - 1; j >= 0; j--) {
        longest[i][j] =
            given.get(i).equals(wanted.get(j))
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    boolean[] common = new boolean[given.size()];
    int j = 0;
    for (int i = 0; i < given.size() && j < wanted.size(); i++) {
      while (j < wanted.size() && longest[i][j] == longest[i][j + 1]) {
        j++;
      }
      if (j < wanted.size() && given.get(i).equals(wanted.get(j))) {
        common[i] = true;
        j++;
      }
    }
    return common;
  }
}
