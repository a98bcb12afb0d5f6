package dev.metier.bench;

import dev.metier.learn.router.PairedCase;
import dev.metier.stats.ExactPairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import tools.jackson.databind.ObjectMapper;

/// Recorded outcomes of several models on the same cases.
final class RoutingData {
  /// The first sample of an answer, its length, and the groups of like answers of all samples.
  ///
  /// @param groups 0 stands for an answer that is empty or cannot be read
  record Samples(List<Integer> groups, List<Double> scores, List<Integer> chars) {
    double mean() {
      return scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /// The first of the answers that at least two agree on, -1 when there is none.
    int agreed() {
      return IntStream.range(0, groups.size())
          .filter(
              i -> groups.get(i) > 0 && groups.stream().filter(groups.get(i)::equals).count() > 1)
          .findFirst()
          .orElse(-1);
    }
  }

  /// Grades of all models, a row for each case in one order.
  @SuppressWarnings("ArrayRecordComponent") // only read
  record Grades(List<String> cases, List<String> models, double[][] grades) {
    double mean(int model, int... rows) {
      return Arrays.stream(rows).mapToDouble(r -> grades[r][model]).average().orElse(0);
    }
  }

  private RoutingData() {}

  static List<CSVRecord> csv(Path file) throws IOException {
    try (var parser =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(Files.newBufferedReader(file))) {
      return parser.getRecords();
    }
  }

  static List<PairedCase> pairs(Path file) throws IOException {
    return csv(file).stream()
        .map(row ->
            new PairedCase(
                row.get("prompt"),
                row.get("domain"),
                Double.parseDouble(row.get("mixtral_8x7b_correct")),
                Double.parseDouble(row.get("gpt4_1106_correct"))))
        .toList();
  }

  /// Outcomes of all models; a case that a model did not answer is graded 0.
  static Grades grades(Path file, String column) throws IOException {
    var read = read(file, column);
    var models = read.values().stream().flatMap(r -> r.keySet().stream()).distinct().toList();
    return table(read, models);
  }

  /// Outcomes of some models on the cases that all of them answered.
  static Grades grades(Path file, String column, List<String> models) throws IOException {
    var read = read(file, column);
    read.values().removeIf(row -> !row.keySet().containsAll(models));
    return table(read, models);
  }

  private static Map<String, Map<String, Double>> read(Path file, String column)
      throws IOException {
    var cases = new LinkedHashMap<String, Map<String, Double>>();
    for (CSVRecord row : csv(file)) {
      cases
          .computeIfAbsent(row.get("case_id"), _ -> new LinkedHashMap<>())
          .put(row.get("model"), Double.parseDouble(row.get(column)));
    }
    return cases;
  }

  private static Grades table(Map<String, Map<String, Double>> read, List<String> models) {
    double[][] grades =
        read.values().stream()
            .map(row -> models.stream().mapToDouble(m -> row.getOrDefault(m, 0.0)).toArray())
            .toArray(double[][]::new);
    return new Grades(List.copyOf(read.keySet()), models, grades);
  }

  /// A text and a part for each case by its id.
  static Map<String, List<String>> cases(Path file, String slice) throws IOException {
    var mapper = new ObjectMapper();
    var cases = new LinkedHashMap<String, List<String>>();
    for (String line : Files.readAllLines(file)) {
      var node = mapper.readTree(line);
      cases.put(
          node.get("id").asString(),
          List.of(
              node.get("prompt").asString(), slice.isEmpty() ? "" : node.get(slice).asString()));
    }
    return cases;
  }

  /// Samples by model and case.
  static Map<String, Map<String, Samples>> samples(Path file) throws IOException {
    var models = new LinkedHashMap<String, Map<String, Samples>>();
    for (CSVRecord row : csv(file)) {
      var groups = new ArrayList<Integer>();
      var scores = new ArrayList<Double>();
      var chars = new ArrayList<Integer>();
      for (int i = 1; i <= 3 && !row.get("score" + i).isEmpty(); i++) {
        groups.add(Integer.parseInt(row.get("ans" + i + "_group")));
        scores.add(Double.parseDouble(row.get("score" + i)));
        String length = row.get("chars" + i);
        chars.add(length.isEmpty() ? 0 : Integer.parseInt(length));
      }
      models
          .computeIfAbsent(row.get("model"), _ -> new LinkedHashMap<>())
          .put(row.get("case_id"), new Samples(groups, scores, chars));
    }
    return models;
  }

  /// In how many cases only one of two models passes.
  ///
  /// @param pairs 1 where only the one does, 0 where only the other does, else 0.5
  static ExactPairs.Seen passes(double[] pairs) {
    int won = (int) Arrays.stream(pairs).filter(pair -> pair == 1).count();
    int lost = (int) Arrays.stream(pairs).filter(pair -> pair == 0).count();
    return new ExactPairs.Seen(won, lost);
  }
}
