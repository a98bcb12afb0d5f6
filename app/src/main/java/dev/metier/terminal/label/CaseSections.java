package dev.metier.terminal.label;

import dev.metier.job.Case;
import dev.metier.job.Criterion;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.terminal.label.Sheet.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A case as a labeller sees it: what is asked, what is known of it, and what is expected.
final class CaseSections {
  private CaseSections() {}

  /// What a model sees of the case, and then what only graders see.
  static List<Section> asked(Job job, Case given) {
    var sections = new ArrayList<Section>();
    Set<String> prompt = job.prompt().variables();
    var seen = new HashSet<>(prompt);
    var demanded = demanded(job, given, seen);
    var shown = prompt.stream().filter(name -> given.value(name).isPresent()).toList();
    if (shown.size() == 1) {
      sections.add(new Section("Input", given.value(shown.getFirst()).orElse(""), true));
    } else {
      String all =
          shown.stream()
              .map(name -> name + ": " + given.value(name).orElse(""))
              .collect(Collectors.joining("\n"));
      sections.add(new Section("Input", shown.isEmpty() ? "case " + given.id() : all, true));
    }
    String others =
        new TreeMap<>(given.vars())
            .entrySet().stream()
                .filter(var -> !seen.contains(var.getKey()))
                .map(var -> var.getKey() + ": " + var.getValue())
                .collect(Collectors.joining("\n"));
    if (!others.isEmpty()) {
      sections.add(new Section("Known of it", others, true));
    }
    given.expected().ifPresent(text -> sections.add(new Section("Expected", text, true)));
    sections.addAll(demanded);
    return sections;
  }

  /// What a judge of the job is told to look for: whoever labels goes by the same words.
  ///
  /// @param seen gets the variables that stand in it
  private static List<Section> demanded(Job job, Case given, Set<String> seen) {
    return job.judged().stream()
        .map(GraderSpec.Judged::criterion)
        .filter(Criterion.Rubric.class::isInstance)
        .flatMap(Criterion::templates)
        .peek(text -> seen.addAll(text.variables()))
        .map(text -> new Section("Passes if", text.fill(given.values()).strip(), true))
        .toList();
  }
}
