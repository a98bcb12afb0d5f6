package dev.metier.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import tools.jackson.databind.json.JsonMapper;

/// Compares what a tool says each answer took with what the server measured for the same case.
///
/// Arguments: a label; the server's lines (case, tab, nanoseconds); the tool's: `metier export` as
/// CSV, or promptfoo's output as JSON.
final class Truth {
  /// The tool's first answers come while its code is still being loaded and compiled.
  private static final int FIRST = 128;

  private static final Pattern CASE = Pattern.compile("case (c\\d+):");

  private Truth() {}

  public static void main(String[] args) throws IOException {
    var truth = new HashMap<String, Double>();
    var later = new HashSet<String>();
    for (String line : Files.readAllLines(Path.of(args[1]))) {
      String[] cells = line.split("\t", -1);
      if (truth.size() >= FIRST) {
        later.add(cells[0]);
      }
      truth.put(cells[0], Double.parseDouble(cells[1]) / 1e6);
    }
    Path file = Path.of(args[2]);
    Map<String, Double> said = args[2].endsWith(".csv") ? ours(file) : theirs(file);
    double[] real = said.keySet().stream().mapToDouble(truth::get).sorted().toArray();
    double[] told = said.values().stream().mapToDouble(d -> d).sorted().toArray();
    double[] off =
        said.entrySet().stream()
            .mapToDouble(e -> e.getValue() - truth.get(e.getKey()))
            .sorted()
            .toArray();
    double[] warm =
        said.entrySet().stream()
            .filter(e -> later.contains(e.getKey()))
            .mapToDouble(e -> e.getValue() - truth.get(e.getKey()))
            .sorted()
            .toArray();
    System.out.printf(
        "%-22s %5d answers | server: median %7.2f p95 %7.2f | said: median %7.2f p95 %7.2f |"
            + " difference: median %7.2f p95 %7.2f ms, without the first %d: median %7.2f p95 %7.2f"
            + " ms%n",
        args[0],
        off.length,
        at(real, .5),
        at(real, .95),
        at(told, .5),
        at(told, .95),
        at(off, .5),
        at(off, .95),
        FIRST,
        at(warm, .5),
        at(warm, .95));
  }

  private static double at(double[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.min(sorted.length - 1, (int) Math.floor(share * sorted.length))];
  }

  private static Map<String, Double> ours(Path file) throws IOException {
    var said = new HashMap<String, Double>();
    try (var rows =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(Files.newBufferedReader(file))) {
      for (var row : rows) {
        said.put(row.get("case"), Double.parseDouble(row.get("total_seconds")) * 1e3);
      }
    }
    return said;
  }

  private static Map<String, Double> theirs(Path file) throws IOException {
    var said = new HashMap<String, Double>();
    for (var result :
        JsonMapper.shared().readTree(Files.readString(file)).path("results").path("results")) {
      var found = CASE.matcher(result.path("vars").path("text").asString());
      if (found.find()) {
        said.put(found.group(1), result.path("latencyMs").asDouble());
      }
    }
    return said;
  }
}
