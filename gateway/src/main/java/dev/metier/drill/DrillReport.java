package dev.metier.drill;

import dev.metier.job.JobName;
import dev.metier.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a drill found, for people and for the record of decisions.
///
/// @param sha256 hash of the policy's file, 64 hexadecimal characters
/// @param open jobs for which there was nothing to prove, since every host may read restricted data
public record DrillReport(
    Instant date, Policy policy, String sha256, List<JobName> open, List<ScenarioResult> findings) {
  private static final int VERSION = 1;

  public DrillReport {
    open = List.copyOf(open);
    findings = List.copyOf(findings);
  }

  /// How often a host was reached that should not have been.
  public int leaks() {
    return findings.stream().mapToInt(ScenarioResult::leaks).sum();
  }

  /// One line on what findings are about: the job, or stage of a workflow, and who is watched.
  public static String heading(ScenarioResult finding) {
    String data = finding.data().name().toLowerCase(Locale.ROOT);
    return finding.what()
        + " ("
        + (finding.raised() ? "raised to " + data + " by a header" : data)
        + "), not to be read by "
        + String.join(", ", finding.connections().keySet().stream().sorted().toList());
  }

  /// One line on a finding.
  public static String line(ScenarioResult finding) {
    var hosts = new TreeMap<>(finding.connections());
    finding.received().forEach((host, count) -> hosts.merge(host, count, Math::max));
    int elsewhere = hosts.values().stream().mapToInt(Integer::intValue).sum();
    String where = elsewhere == 0 ? "0 connections elsewhere" : "REACHED " + hosts;
    return String.format(
        Locale.ROOT,
        "  %-30s %3d asked, %3d answered, %3d refused; %s",
        finding.scenario().words(),
        finding.requests(),
        finding.answered(),
        finding.requests() - finding.answered(),
        where);
  }

  /// The sentence at the end.
  public String summary() {
    int requests = findings.stream().mapToInt(ScenarioResult::requests).sum();
    if (findings.isEmpty()) {
      return "Every host is cleared for restricted data, so there is nothing to prove.";
    }
    return leaks() == 0
        ? "No host was reached that may not read the data, in "
            + requests
            + (requests == 1 ? " request." : " requests.")
        : "Hosts that may not read the data were reached "
            + leaks()
            + (leaks() == 1 ? " time." : " times.")
            + " Do not serve this.";
  }

  /// The whole, as one JSON object.
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("drill", VERSION).put("date", date.toString()).put("leaks", leaks());
    node.putObject("policy")
        .put("sha256", sha256)
        .put("evidence", policy.evidence())
        .put("project", policy.project())
        .put("compiled", policy.compiled().toString());
    var hosts = node.putArray("hosts");
    Subject.hosts(policy)
        .forEach(host ->
            hosts
                .addObject()
                .put("host", host.name())
                .put("clearance", host.clearance().name().toLowerCase(Locale.ROOT)));
    var scenarios = node.putObject("scenarios");
    for (Scenario scenario : Scenario.values()) {
      scenarios.put(word(scenario), scenario.words());
    }
    var nothing = node.putArray("nothing_to_prove");
    open.forEach(job -> nothing.add(job.text()));
    var jobs = node.putArray("jobs");
    bySubject()
        .forEach((_, all) -> {
          ScenarioResult any = all.getFirst();
          ObjectNode one = jobs.addObject().put("job", any.job().text());
          any.stage().ifPresent(stage -> one.put("stage", stage));
          one.put("data", any.data().name().toLowerCase(Locale.ROOT));
          one.put("raised_by_header", any.raised());
          var results = one.putArray("results");
          all.forEach(finding -> results.add(json(finding)));
        });
    return node;
  }

  /// By job, or stage of a workflow.
  private Map<String, List<ScenarioResult>> bySubject() {
    var subjects = new LinkedHashMap<String, List<ScenarioResult>>();
    findings.forEach(
        finding -> subjects.computeIfAbsent(finding.what(), _ -> new ArrayList<>()).add(finding));
    return subjects;
  }

  private static ObjectNode json(ScenarioResult finding) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("scenario", word(finding.scenario())).put("requests", finding.requests());
    node.put("answered", finding.answered());
    put(node, "refusals", finding.refusals());
    put(node, "connections", finding.connections());
    put(node, "heard", finding.received());
    return node;
  }

  private static void put(ObjectNode node, String name, Map<String, Integer> counts) {
    ObjectNode all = node.putObject(name);
    new TreeMap<>(counts).forEach(all::put);
  }

  private static String word(Scenario scenario) {
    return scenario.name().toLowerCase(Locale.ROOT);
  }
}
