package dev.metier.importer.promptfoo;

import dev.metier.core.text.NumberText;
import dev.metier.importer.Origin;
import dev.metier.importer.RecordedAnswer;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import dev.metier.importer.promptfoo.config.TestCase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// promptfoo's results, as answers to the cases that its tests became.
///
/// @param tests all tests, multiplied
/// @param multiples how many of these each test of the file became
record ResultsOfTests(
    RecordedResults results, ConfigFolder source, List<TestCase> tests, List<Integer> multiples) {

  /// The answers to the cases; what cannot be brought together is told.
  List<RecordedAnswer> outcomes(List<Origin> origins) {
    if (results.errors() > 0) {
      source.note(
          NumberText.count(
              results.errors(),
              "result has no answer or no judgement, and is left out.",
              "results have no answer or no judgement, and are left out."));
    }
    Map<Integer, Integer> numbers = numbers(repeats());
    Map<Integer, Origin> byTest = byTest(origins);
    var outcomes = new ArrayList<RecordedAnswer>();
    for (RecordedResults.Row row : results.rows()) {
      int test = numbers.getOrDefault(row.test(), -1);
      Origin origin = byTest.get(test);
      if (origin != null) {
        outcomes.add(row.as(origin.id(), row.model(), tests.get(test).assertions()));
      }
    }
    return outcomes;
  }

  /// Which models were asked about each case, also if there is no answer: by the case's name and
  /// the prompt's number the names of models, sorted.
  Map<String, Map<Integer, List<String>>> asked(List<Origin> origins) {
    Map<Integer, Integer> numbers = numbers(repeats());
    Map<Integer, Origin> byTest = byTest(origins);
    Map<String, Map<Integer, List<String>>> asked = new HashMap<>();
    results.asked().stream()
        .sorted(Comparator.comparing(RecordedResults.Asked::model))
        .forEach(each -> {
          Origin origin = byTest.get(numbers.getOrDefault(each.test(), -1));
          if (origin != null) {
            List<String> models =
                asked
                    .computeIfAbsent(origin.id(), _ -> new HashMap<>())
                    .computeIfAbsent(each.prompt(), _ -> new ArrayList<>());
            if (!models.contains(each.model())) {
              models.add(each.model());
            }
          }
        });
    return asked;
  }

  private static Map<Integer, Origin> byTest(List<Origin> origins) {
    Map<Integer, Origin> byTest = new HashMap<>();
    origins.forEach(origin -> byTest.put(origin.test(), origin));
    return byTest;
  }

  /// How often the whole file was asked.
  private int repeats() {
    int last = results.asked().stream().mapToInt(RecordedResults.Asked::test).max().orElse(-1);
    return tests.isEmpty() ? 1 : Math.max(1, (last + tests.size()) / tests.size());
  }

  /// Which test a number of the results means: each test of the file is repeated as a whole.
  private Map<Integer, Integer> numbers(int repeats) {
    Map<Integer, Integer> numbers = new HashMap<>();
    int first = 0;
    int next = 0;
    for (int size : multiples) {
      for (int i = 0; i < size * repeats; i++) {
        numbers.put(next++, first + i % size);
      }
      first += size;
    }
    return numbers;
  }
}
