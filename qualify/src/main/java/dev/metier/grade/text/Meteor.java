package dev.metier.grade.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import opennlp.tools.stemmer.PorterStemmer;

/// METEOR ([Banerjee and Lavie 2005](https://aclanthology.org/W05-0909/)) with words that are equal
/// or have one stem; synonyms are not known.
final class Meteor {
  private static final double ALPHA = 0.9;
  private static final double BETA = 3;
  private static final double GAMMA = 0.5;

  private Meteor() {}

  /// A word of the answer and the one of the expected text that it stands for.
  private record Match(int found, int wanted) {}

  static double score(List<String> wanted, List<String> found) {
    List<Match> matches = matches(wanted, found);
    if (matches.isEmpty()) {
      return 0;
    }
    double precision = (double) matches.size() / found.size();
    double recall = (double) matches.size() / wanted.size();
    double mean = precision * recall / (ALPHA * precision + (1 - ALPHA) * recall);
    double scattered = (double) chunks(matches) / matches.size();
    return mean * (1 - GAMMA * Math.pow(scattered, BETA));
  }

  /// Equal words first and then those of one stem, each time from the end.
  private static List<Match> matches(List<String> wanted, List<String> found) {
    var matches = new ArrayList<Match>();
    var freeWanted = new ArrayList<>(IntStream.range(0, wanted.size()).boxed().toList());
    var freeFound = new ArrayList<>(IntStream.range(0, found.size()).boxed().toList());
    var stemmer = new PorterStemmer();
    for (UnaryOperator<String> form : List.<UnaryOperator<String>>of(w -> w, stemmer::stem)) {
      List<String> wantedForms = wanted.stream().map(form).toList();
      List<String> foundForms = found.stream().map(form).toList();
      for (int i = freeFound.size() - 1; i >= 0; i--) {
        String one = foundForms.get(freeFound.get(i));
        for (int j = freeWanted.size() - 1; j >= 0; j--) {
          if (one.equals(wantedForms.get(freeWanted.get(j)))) {
            matches.add(new Match(freeFound.get(i), freeWanted.get(j)));
            freeFound.subList(i, i + 1).clear();
            freeWanted.subList(j, j + 1).clear();
            break;
          }
        }
      }
    }
    matches.sort(java.util.Comparator.comparingInt(Match::found));
    return Collections.unmodifiableList(matches);
  }

  /// How many runs of neighbours the matches are.
  private static int chunks(List<Match> matches) {
    int chunks = 1;
    for (int i = 1; i < matches.size(); i++) {
      Match one = matches.get(i - 1);
      Match next = matches.get(i);
      chunks += next.found() == one.found() + 1 && next.wanted() == one.wanted() + 1 ? 0 : 1;
    }
    return chunks;
  }
}
