package dev.metier.starter;

import dev.metier.core.text.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A job to begin with: its prompt, its lines of metier.yaml, and made-up cases, the same at every
/// call.
public enum StarterJob {
  TICKET_TRIAGE("ticket-triage", Tickets::cases),
  INVOICE_EXTRACTION("invoice-extraction", Invoices::cases),
  COMMIT_MESSAGE("commit-message", Commits::cases),
  MEETING_TITLE("meeting-title", MeetingNotes::cases),
  LOG_DIAGNOSIS("log-diagnosis", ServerLogs::cases),
  SUMMARISE_THREAD("summarise-thread", Threads::cases);

  private final String word;
  private final Supplier<List<StarterCase>> made;

  StarterJob(String word, Supplier<List<StarterCase>> made) {
    this.word = word;
    this.made = made;
  }

  /// Its name in metier.yaml, and that of its files.
  public String word() {
    return word;
  }

  public static Optional<StarterJob> named(String word) {
    return Arrays.stream(values()).filter(job -> job.word.equals(word.strip())).findFirst();
  }

  /// The name that somebody may have meant.
  public static Optional<String> near(String word) {
    return Nearest.to(word, Arrays.stream(values()).map(StarterJob::word).toList());
  }

  /// One line for people, as its yaml says it.
  public String purpose() {
    return yaml()
        .lines()
        .filter(line -> line.strip().startsWith("purpose: "))
        .findFirst()
        .map(line -> line.strip().substring("purpose: ".length()))
        .orElseThrow();
  }

  /// Its lines under `jobs:`.
  public String yaml() {
    return Texts.resource(word + ".yaml");
  }

  public String prompt() {
    return Texts.resource(word + ".md");
  }

  public List<StarterCase> cases() {
    return made.get();
  }

  /// The file of its cases: JSON lines.
  public String caseFile() {
    return cases().stream().map(StarterCase::line).collect(Collectors.joining("\n", "", "\n"));
  }
}
