package dev.metier.starter;

import dev.metier.core.text.Nearest;
import dev.metier.starter.code.Commits;
import dev.metier.starter.code.Edits;
import dev.metier.starter.code.Queries;
import dev.metier.starter.code.QueryTables;
import dev.metier.starter.code.Reviews;
import dev.metier.starter.code.ServerLogs;
import dev.metier.starter.code.UnitTests;
import dev.metier.starter.document.Citations;
import dev.metier.starter.document.Invoices;
import dev.metier.starter.document.PersonalTexts;
import dev.metier.starter.document.Registers;
import dev.metier.starter.document.Translations;
import dev.metier.starter.draw.StarterCase;
import dev.metier.starter.draw.Texts;
import dev.metier.starter.mail.CustomerMails;
import dev.metier.starter.mail.CustomerRequests;
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
  TICKET_TRIAGE(Area.MAIL, "ticket-triage"),
  SUMMARISE_THREAD(Area.MAIL, "summarise-thread"),
  REPLY_DRAFT_POLICY(Area.MAIL, "reply-draft-policy"),
  TOOL_AGENT(Area.MAIL, "tool-agent-desk"),
  MEETING_TITLE(Area.MAIL, "meeting-title"),
  INVOICE_EXTRACTION(Area.DOCUMENTS, "invoice-extraction"),
  PII_REDACTION(Area.DOCUMENTS, "pii-redaction"),
  RAG_ANSWER_CITED(Area.DOCUMENTS, "rag-answer-cited"),
  LONG_CONTEXT_QA(Area.DOCUMENTS, "long-context-qa"),
  TRANSLATE_GLOSSARY(Area.DOCUMENTS, "translate-glossary"),
  COMMIT_MESSAGE(Area.CODE, "commit-message"),
  CODE_REVIEW(Area.CODE, "code-review"),
  SMALL_EDIT(Area.CODE, "small-edit"),
  UNIT_TEST_WRITING(Area.CODE, "unit-test-writing"),
  TEXT_TO_SQL(Area.CODE, "text-to-sql"),
  LOG_DIAGNOSIS(Area.CODE, "log-diagnosis");

  /// What starter jobs are about, in the order in which people are shown them.
  public enum Area {
    MAIL("Mail and notes"),
    DOCUMENTS("Documents"),
    CODE("Code and operations");

    private final String title;

    Area(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  private final Area area;
  private final String word;

  StarterJob(Area area, String word) {
    this.area = area;
    this.word = word;
  }

  /// Its name in metier.yaml, and that of its files.
  public String word() {
    return word;
  }

  public Area area() {
    return area;
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
      case UNIT_TEST_WRITING -> UnitTests.cases();
      case TRANSLATE_GLOSSARY -> Translations.cases();
      case TOOL_AGENT -> CustomerRequests.cases();
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
