package dev.metier.report.screen;

import java.util.List;
import java.util.Optional;

/// Two texts of one record: what its file says now, and what somebody wanted to write who had not
/// seen it. Public only for the templates.
///
/// @param now the file's text
/// @param hash of that text
/// @param yours the other text
/// @param problems why that could not be written either
public record RecordConflictPage(
    String project,
    String id,
    String now,
    String hash,
    String yours,
    List<String> problems,
    String token) {
  public RecordConflictPage {
    problems = List.copyOf(problems);
  }

  public RecordTexts words() {
    return RecordTexts.ENGLISH;
  }

  public String title() {
    return ScreenTexts.fill(words().conflictTitle(), id);
  }

  public Frame frame() {
    return new Frame(title(), project, "records", Optional.empty(), Optional.of(""), List.of());
  }

  public String address() {
    return ScreenAddress.record(id).toString();
  }
}
