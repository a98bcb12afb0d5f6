package dev.metier.report.screen;

import dev.metier.decision.view.RecordView;
import java.util.List;
import java.util.Optional;

/// All records. Public only for the templates.
///
/// @param jobs of which a record can be drafted
/// @param models of the project
/// @param job which is chosen for a new one, and `model`; empty for none
/// @param ignored what the address asked for in vain
/// @param problems what is wrong with files that cannot be read, or why nothing was drafted
public record RecordListPage(
    String project,
    Optional<String> at,
    List<RecordView> records,
    List<String> jobs,
    List<String> models,
    String job,
    String model,
    List<String> ignored,
    List<String> problems,
    String token) {
  public RecordListPage {
    records = List.copyOf(records);
    jobs = List.copyOf(jobs);
    models = List.copyOf(models);
    ignored = List.copyOf(ignored);
    problems = List.copyOf(problems);
  }

  public RecordTexts words() {
    return RecordTexts.ENGLISH;
  }

  public Frame frame() {
    return new Frame(words().listTitle(), project, "records", Optional.empty(), at, ignored);
  }

  public String address(RecordView record) {
    return ScreenAddress.record(record.id()).toString();
  }
}
