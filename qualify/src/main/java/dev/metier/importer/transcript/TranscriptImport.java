package dev.metier.importer.transcript;

import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.core.text.Sha256;
import dev.metier.importer.ImportedCase;
import dev.metier.job.Case.Draft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// Cases from sessions of agents: what was said until a person wrote, and what the agent answered
/// as a draft. The cases of a session belong together.
///
/// Only turns without tools are cases: what a tool returned then is not to be had again.
///
/// @param sessions how many were met
/// @param left what was left out, and how often
public record TranscriptImport(List<ImportedCase> cases, int sessions, Map<LeftOut, Integer> left) {
  private static final int LONGEST = 24_000;
  private static final int ID_DIGITS = 12;

  public TranscriptImport {
    cases = List.copyOf(cases);
    left = Map.copyOf(left);
  }

  /// Reads all sessions at a place, which is only read.
  ///
  /// @throws ProblemsException when nothing is there, or none of it makes a case
  public static TranscriptImport read(TranscriptProgram program, Path place) {
    if (!Files.exists(place)) {
      throw new ProblemsException(
          "There is nothing at " + place + ".",
          "Name the file or folder of its sessions behind `" + program.word() + "`.");
    }
    var reading = new Reading();
    program.reader().read(place, reading.tally, reading::session);
    var read = new TranscriptImport(reading.cases, reading.sessions, reading.tally.counts());
    if (read.cases.isEmpty()) {
      throw new ProblemsException(
          (read.sessions == 1
                  ? "The one session in " + place + " makes no case"
                  : "None of the "
                      + NumberText.count(read.sessions)
                      + " sessions in "
                      + place
                      + " makes a case")
              + "; left out: "
              + read.leftInWords()
              + ".",
          "A case is a question that was answered without tools.");
    }
    return read;
  }

  /// What was left out, as `3 turns that used tools, 1 line that is no JSON`; `nothing` when
  /// nothing was.
  public String leftInWords() {
    var words = new ArrayList<String>();
    for (LeftOut why : LeftOut.values()) {
      int count = left.getOrDefault(why, 0);
      if (count > 0) {
        words.add(why.counted(count));
      }
    }
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }

  /// On its way. Not thread-safe.
  private static final class Reading {
    private final List<ImportedCase> cases = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final LeftOutCounts tally = new LeftOutCounts();
    private int sessions;

    void session(Session session) {
      sessions++;
      ArrayNode before = JsonMapper.shared().createArrayNode();
      int length = 0;
      for (int i = 0; i < session.turns().size(); i++) {
        Session.Turn turn = session.turns().get(i);
        length += turn.prompt().length();
        add(before, "user", turn.prompt());
        reason(turn, length)
            .ifPresentOrElse(
                tally::add, () -> add(session, turn, before.toString(), before.size()));
        if (!turn.answer().isEmpty()) {
          add(before, "assistant", turn.answer());
          length += turn.answer().length();
        }
        if (length > LONGEST) {
          tally.add(LeftOut.LONG, session.turns().size() - i - 1);
          break;
        }
      }
    }

    private static void add(ArrayNode messages, String role, String text) {
      messages.addObject().put("role", role).put("content", text);
    }

    private static Optional<LeftOut> reason(Session.Turn turn, int length) {
      if (turn.tools() > 0) {
        return Optional.of(LeftOut.TOOLS);
      }
      if (turn.interrupted()) {
        return Optional.of(LeftOut.INTERRUPTED);
      }
      if (turn.answer().isBlank()) {
        return Optional.of(LeftOut.UNANSWERED);
      }
      return length > LONGEST ? Optional.of(LeftOut.LONG) : Optional.empty();
    }

    private void add(Session session, Session.Turn turn, String messages, int turns) {
      String id = Sha256.hex(messages).substring(0, ID_DIGITS);
      if (!seen.add(id)) {
        tally.add(LeftOut.REPLAYED);
        return;
      }
      cases.add(
          new ImportedCase(
              id,
              Map.of("messages", messages),
              Optional.empty(),
              List.of(turns == 1 ? "first-turn" : "later-turn"),
              Optional.of(session.id()),
              Optional.of(new Draft(turn.answer(), turn.model())),
              "session " + session.id()));
    }
  }

  /// The prompt of the job: the conversation as it was.
  public static String prompt() {
    return "{{messages}}\n";
  }

  /// Graders of an answer's form; of what it says they know nothing.
  public static List<String> graders() {
    return List.of("- not_refusal", "- no_markup");
  }
}
