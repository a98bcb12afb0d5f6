package dev.metier.starter;

import dev.metier.core.text.Nearest;
import dev.metier.starter.code.Commits;
import dev.metier.starter.code.Edits;
import dev.metier.starter.code.Queries;
import dev.metier.starter.code.QueryTables;
import dev.metier.starter.code.Reviews;
import dev.metier.starter.code.ServerLogs;
import dev.metier.starter.document.Citations;
import dev.metier.starter.document.Invoices;
import dev.metier.starter.document.PersonalTexts;
import dev.metier.starter.document.Registers;
import dev.metier.starter.draw.StarterCase;
import dev.metier.starter.draw.Texts;
import dev.metier.starter.mail.CustomerMails;
import dev.metier.starter.mail.MeetingNotes;
import dev.metier.starter.mail.Threads;
import dev.metier.starter.mail.Tickets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A job to begin with: its prompt, its lines of metier.yaml, and made-up cases, the same at every
/// call.
public enum StarterJob {
  TICKET_TRIAGE("ticket-triage"),
  INVOICE_EXTRACTION("invoice-extraction"),
  COMMIT_MESSAGE("commit-message"),
  MEETING_TITLE("meeting-title"),
  LOG_DIAGNOSIS("log-diagnosis"),
  SUMMARISE_THREAD("summarise-thread"),
  PII_REDACTION("pii-redaction"),
  SMALL_EDIT("small-edit"),
  CODE_REVIEW("code-review"),
  RAG_ANSWER_CITED("rag-answer-cited"),
  REPLY_DRAFT_POLICY("reply-draft-policy"),
  TEXT_TO_SQL("text-to-sql"),
  LONG_CONTEXT_QA("long-context-qa");

  private final String word;

  StarterJob(String word) {
    this.word = word;
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
    return switch (this) {
      case TICKET_TRIAGE -> Tickets.cases();
      case INVOICE_EXTRACTION -> Invoices.cases();
      case COMMIT_MESSAGE -> Commits.cases();
      case MEETING_TITLE -> MeetingNotes.cases();
      case LOG_DIAGNOSIS -> ServerLogs.cases();
      case SUMMARISE_THREAD -> Threads.cases();
      case PII_REDACTION -> PersonalTexts.cases();
      case SMALL_EDIT -> Edits.cases();
      case CODE_REVIEW -> Reviews.cases();
      case RAG_ANSWER_CITED -> Citations.cases();
      case REPLY_DRAFT_POLICY -> CustomerMails.cases();
      case TEXT_TO_SQL -> Queries.cases();
      case LONG_CONTEXT_QA -> Registers.cases();
    };
  }

  /// All its files, by their paths below the folder of the metier.yaml.
  public Map<String, String> files() {
    var files = new LinkedHashMap<String, String>();
    files.put("prompts/" + word + ".md", prompt());
    files.put("cases/" + word + ".jsonl", caseFile());
    if (this == TEXT_TO_SQL) {
      files.put("data/" + word + ".sql", QueryTables.script());
    }
    return files;
  }

  /// The file of its cases: JSON lines.
  public String caseFile() {
    return cases().stream().map(StarterCase::line).collect(Collectors.joining("\n", "", "\n"));
  }
}
