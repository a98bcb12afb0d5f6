package dev.metier.cli.imports;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Sha256;
import dev.metier.importer.ImportedCase;
import dev.metier.job.Case.Draft;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.RefusedException;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.messages.Messages;
import dev.metier.protocol.responses.Responses;
import dev.metier.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// Cases from requests that the gateway's journal kept with what was said: the request is the
/// input, the answer a draft.
///
/// @param left what was left out, and how often
record JournalCases(List<ImportedCase> cases, Map<Reason, Integer> left) {
  private static final List<Protocol> PROTOCOLS =
      List.of(ChatCompletions.PROTOCOL, Messages.PROTOCOL, Responses.PROTOCOL);
  private static final int OK = 200;
  private static final int ID_DIGITS = 12;

  /// Why a request is no case.
  enum Reason {
    OTHER_JOB("of other jobs"),
    UNKEPT("whose texts were not kept"),
    FAILED("that failed"),
    TOOLS("with tools, pictures or files"),
    REPEATED("asked before");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  JournalCases {
    cases = List.copyOf(cases);
    left = Map.copyOf(left);
  }

  /// Reads the journal's files.
  ///
  /// @throws ProblemsException when there are none, or none of it makes a case
  static JournalCases read(Path folder, String job) {
    var reading = new Reading(job);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          lines.forEach(reading::line);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new ProblemsException(
          "There is no journal to be read in " + folder + ".",
          "Name the project that was served, `-f FOLDER`, or the folder of its journal.");
    }
    var read = new JournalCases(reading.cases, reading.left);
    if (read.cases.isEmpty()) {
      throw new ProblemsException(
          "No request of the job " + job + " makes a case; left out: " + read.leftInWords() + ".",
          "Texts are kept for jobs with `serve: {keep_content: true}` and data below restricted.");
    }
    return read;
  }

  /// What was left out, as `3 requests of other jobs`; `nothing` when nothing was.
  String leftInWords() {
    var words = new ArrayList<String>();
    for (Reason reason : Reason.values()) {
      int count = left.getOrDefault(reason, 0);
      if (count > 0) {
        words.add(
            String.format(
                Locale.ROOT,
                "%,d %s %s",
                count,
                count == 1 ? "request" : "requests",
                reason.words));
      }
    }
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }

  /// On its way. Not thread-safe.
  private static final class Reading {
    private final String job;
    private final List<ImportedCase> cases = new ArrayList<>();
    private final Map<Reason, Integer> left = new EnumMap<>(Reason.class);
    private final Set<String> seen = new HashSet<>();

    Reading(String job) {
      this.job = job;
    }

    void line(String line) {
      // half a last line is one that is being written
      Json.tryObject(line.getBytes(StandardCharsets.UTF_8))
          .flatMap(this::reason)
          .ifPresent(reason -> left.merge(reason, 1, Integer::sum));
    }

    private Optional<Reason> reason(JsonNode record) {
      if (!Json.text(record, "job").equals(job)) {
        return Optional.of(Reason.OTHER_JOB);
      }
      if (record.path("status").asInt(0) != OK) {
        return Optional.of(Reason.FAILED);
      }
      if (!record.path("content").isObject()) {
        return Optional.of(Reason.UNKEPT);
      }
      String protocol = Json.text(record, "protocol");
      Optional<JournalAnswer> answer =
          JournalAnswer.of(Json.text(record.path("content"), "answer"));
      if (answer.isEmpty()) {
        return Optional.of(Reason.FAILED);
      }
      Optional<String> messages =
          said(protocol, Json.text(record.path("content"), "request")).flatMap(Reading::messages);
      if (messages.isEmpty() || answer.get().called()) {
        return Optional.of(Reason.TOOLS);
      }
      return add(record, messages.get(), answer.get());
    }

    private static Optional<ChatRequest> said(String protocol, String request) {
      Optional<Protocol> known =
          PROTOCOLS.stream().filter(each -> each.word().equals(protocol)).findFirst();
      if (known.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(known.get().read(request.getBytes(StandardCharsets.UTF_8)).request());
      } catch (RefusedException e) {
        return Optional.empty();
      }
    }

    /// The turns as JSON; empty when one is not text alone.
    private static Optional<String> messages(ChatRequest request) {
      ArrayNode turns = JsonMapper.shared().createArrayNode();
      for (Message message : request.messages()) {
        var text = new StringBuilder();
        for (Part part : message.parts()) {
          if (!(part instanceof Part.Text(String words))) {
            return Optional.empty();
          }
          text.append(text.isEmpty() ? "" : "\n").append(words);
        }
        turns
            .addObject()
            .put("role", message.role().name().toLowerCase(Locale.ROOT))
            .put("content", text.toString());
      }
      return request.tools().isEmpty() ? Optional.of(turns.toString()) : Optional.empty();
    }

    private Optional<Reason> add(JsonNode record, String messages, JournalAnswer answer) {
      String id = Sha256.hex(messages).substring(0, ID_DIGITS);
      if (!seen.add(id)) {
        return Optional.of(Reason.REPEATED);
      }
      String model = Json.text(record, "model");
      cases.add(
          new ImportedCase(
              id,
              Map.of("messages", messages),
              Optional.empty(),
              List.of(),
              Optional.empty(),
              Optional.of(
                  new Draft(answer.text(), Optional.of(model).filter(name -> !name.isBlank()))),
              "request " + Json.text(record, "id")));
      return Optional.empty();
    }
  }
}
