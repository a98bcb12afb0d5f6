package dev.metier.report.html;

import dev.metier.report.screen.PageLinks;
import dev.metier.report.view.cases.FailedCases;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Leads to other places of the report itself.
///
/// @param places of the cases that stand in it, by job and then by their names
record FileLinks(Map<String, Map<String, Integer>> places) implements PageLinks {
  /// @param most of the cases of a job at most so many stand in the report
  static FileLinks to(List<ReportView.JobPart> jobs, int most) {
    Map<String, Map<String, Integer>> places = new HashMap<>();
    for (var job : jobs) {
      Map<String, Integer> own = new HashMap<>();
      List<FailedCases.Row> shown = job.failed().shown();
      for (int i = 0; i < Math.min(most, shown.size()); i++) {
        own.putIfAbsent(shown.get(i).id(), i + 1);
      }
      places.put(job.job(), own);
    }
    return new FileLinks(places);
  }

  @Override
  public String why(String job, String model) {
    return "#" + whyId(job, model);
  }

  @Override
  public String cases(String job, String model) {
    return "#" + jobId(job);
  }

  @Override
  public String failures(String job, String model) {
    return cases(job, model);
  }

  @Override
  public String unserved(String job, String model, String cause) {
    return cases(job, model);
  }

  /// The case, or its job where the case was left out.
  @Override
  public String lab(String job, String model, String id) {
    Integer place = places.getOrDefault(job, Map.of()).get(id);
    return place == null ? cases(job, model) : "#" + caseId(job, place);
  }

  @Override
  public Optional<String> word(String anchor) {
    return Optional.of("#" + wordId(anchor));
  }

  @Override
  public Optional<String> popover(String anchor) {
    return Optional.of(popoverId(anchor));
  }

  @Override
  public Optional<String> model(String name) {
    return Optional.empty();
  }

  static String wordId(String anchor) {
    return "word/" + anchor;
  }

  static String popoverId(String anchor) {
    return "meaning/" + anchor;
  }

  static String jobId(String job) {
    return "job/" + encoded(job);
  }

  static String whyId(String job, String model) {
    return "why/" + encoded(job) + "/" + encoded(model);
  }

  /// @param place among the failed cases of the job, from 1
  static String caseId(String job, int place) {
    return "case/" + encoded(job) + "/" + place;
  }

  /// Without what would end a name or be decoded by the browser.
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "-").replace("%", "-");
  }
}
