package dev.metier.job;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a judge, a model that grades the answers of others, is asked about an answer. Whatever it
/// may say, the answer passes or fails.
public sealed interface Criterion {
  /// The name of the grader in metier.yaml.
  String word();

  /// The texts that a case fills in.
  Stream<Template> templates();

  /// Whether the answer is what a rubric demands.
  ///
  /// @param text what is demanded
  /// @param anchors what an answer of each score is like; empty: the judge says pass or fail only
  /// @param threshold with anchors: an answer of this score or above passes
  record Rubric(Template text, SortedMap<Integer, String> anchors, int threshold)
      implements Criterion {
    public Rubric {
      anchors = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(anchors));
      if (!anchors.isEmpty()
          && (threshold <= anchors.firstKey() || threshold > anchors.lastKey())) {
        throw new IllegalArgumentException("a threshold lies above the lowest anchor");
      }
    }

    /// Pass or fail, without scores.
    public Rubric(Template text) {
      this(text, new TreeMap<>(), 0);
    }

    @Override
    public String word() {
      return "rubric";
    }

    @Override
    public Stream<Template> templates() {
      return Stream.of(text);
    }
  }

  /// Which of some labels describes the answer.
  ///
  /// @param question what is asked about the answer
  /// @param passing labels of answers that pass
  record Labels(Template question, List<String> labels, Set<String> passing) implements Criterion {
    public Labels {
      labels = List.copyOf(labels);
      passing = Set.copyOf(passing);
      if (labels.size() < 2 || !labels.containsAll(passing) || passing.isEmpty()) {
        throw new IllegalArgumentException("some of at least two labels pass");
      }
    }

    @Override
    public String word() {
      return "labels";
    }

    @Override
    public Stream<Template> templates() {
      return Stream.of(question);
    }
  }

  /// How the facts of the answer stand to those of an expert's: A a part of them, B more, C the
  /// same, D in contradiction, E different in what does not matter.
  ///
  /// @param passing the letters of answers that pass
  record Factuality(Template expected, Set<String> passing) implements Criterion {
    public static final List<String> LETTERS = List.of("A", "B", "C", "D", "E");

    /// All but a contradiction.
    public static final Set<String> USUAL = Set.of("A", "B", "C", "E");

    public Factuality {
      passing = Set.copyOf(passing);
      if (passing.isEmpty() || !LETTERS.containsAll(passing)) {
        throw new IllegalArgumentException("letters from A to E");
      }
    }

    @Override
    public String word() {
      return "factuality";
    }

    @Override
    public Stream<Template> templates() {
      return Stream.of(expected);
    }
  }

  /// Whether passages bear out all that the answer claims.
  record Faithfulness(Template passages) implements Criterion {
    @Override
    public String word() {
      return "faithfulness";
    }

    @Override
    public Stream<Template> templates() {
      return Stream.of(passages);
    }
  }

  /// Whether the answer is at least as good as another one, asked in both orders; judges that say
  /// different things in both see no difference.
  ///
  /// @param other the answer that it is compared with
  /// @param tiesPass whether an answer passes that is as good
  record Pairwise(Template other, Template question, boolean tiesPass) implements Criterion {
    @Override
    public String word() {
      return "pairwise";
    }

    @Override
    public Stream<Template> templates() {
      return Stream.of(other, question);
    }
  }
}
