package dev.metier.importer;

import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// A job on its way into a metier.yaml, with a file of cases and one of its prompt.
///
/// @param data how sensitive its cases are, and `why` in a few words
/// @param graders its graders, each a list item in YAML; never empty
/// @param remark what stands above the graders as a comment; may be empty
public record ImportedJob(
    JobName name,
    String purpose,
    DataClass data,
    String why,
    String prompt,
    List<String> graders,
    String remark,
    List<ImportedCase> cases) {
  private static final int ROOMY = 60;
  private static final int FEW = 30;
  private static final int FEWER = 15;

  public ImportedJob {
    graders = List.copyOf(graders);
    cases = List.copyOf(cases);
  }

  /// Its file of cases, below the folder of the metier.yaml.
  String casesFile() {
    return "cases/" + name + ".jsonl";
  }

  /// Its prompt's file, below the folder of the metier.yaml.
  String promptFile() {
    return "prompts/" + name + ".md";
  }

  String caseLines() {
    return cases.stream().map(c -> c.line() + "\n").collect(Collectors.joining());
  }

  /// Its section of a metier.yaml, indented by two.
  String yaml() {
    var text = new StringBuilder("  " + name + ":\n");
    if (!purpose.isBlank()) {
      text.append("    purpose: ").append(JsonMapper.shared().writeValueAsString(purpose));
      text.append('\n');
    }
    text.append("    data: ").append(data.name().toLowerCase(Locale.ROOT));
    text.append("    # ").append(why.isEmpty() ? CLASSES : why).append('\n');
    text.append("    prompt: ").append(promptFile()).append('\n');
    text.append("    settings: {max_tokens: 400, temperature: 0}\n");
    text.append("    cases: ").append(casesFile()).append('\n');
    if (cases.size() < FEWER) {
      text.append("    scope: suite    # so few cases stand for themselves only\n");
    }
    text.append("    graders:").append(remark.isEmpty() ? "" : "    # " + remark).append('\n');
    graders.forEach(
        grader -> grader.lines().forEach(line -> text.append("      ").append(line).append('\n')));
    text.append("    needs:\n      quality: {at_least: ").append(bar());
    text.append("}    # your bar: the share of answers that must be right\n");
    return text.toString();
  }

  private static final String CLASSES =
      "how sensitive the cases are: public, internal, confidential, restricted";

  /// A bar that so many cases can prove with a few answers wrong.
  private String bar() {
    return cases.size() >= ROOMY ? "0.9" : cases.size() >= FEW ? "0.8" : "0.7";
  }
}
