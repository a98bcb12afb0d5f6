package dev.metier.label.draft;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Sha256;
import dev.metier.job.Case.Draft;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Drafts of what is expected, in files of cases of every form. A person accepts, mends or drops
/// them; only that part of that case changes, and every other byte of the file stays.
public final class CaseDrafts {
  private static final String MARK = "\uFEFF";

  /// A draft that nobody has decided on.
  ///
  /// @param own what must still stand in the file when it is decided on
  public record Waiting(
      Path file, String own, String id, Map<String, String> vars, String slices, Draft draft) {}

  /// What a decision changed in a file's text.
  ///
  /// @param from where, in characters
  /// @param left the SHA-256 of the text that the decision left
  public record Edit(Path file, int from, String before, String after, String left) {}

  private CaseDrafts() {}

  /// Whether a file is of a form that can be changed, by its name.
  public static boolean areIn(Path file) {
    return DraftForm.of(file).isPresent();
  }

  /// The drafts of these files that wait, in their order.
  ///
  /// @throws ProblemsException when a file cannot be read
  public static List<Waiting> in(List<Path> files) {
    var waiting = new ArrayList<Waiting>();
    for (Path file : files) {
      for (DraftForm.Found each : found(file, text(file))) {
        waiting.add(
            new Waiting(file, each.own(), each.id(), each.vars(), each.slices(), each.draft()));
      }
    }
    return waiting;
  }

  private static List<DraftForm.Found> found(Path file, String text) {
    return text.contains("draft")
        ? DraftForm.of(file).map(form -> form.found(file, plain(text))).orElse(List.of())
        : List.of();
  }

  private static String plain(String text) {
    return text.startsWith(MARK) ? text.substring(1) : text;
  }

  private interface Decision {
    String of(DraftForm form, String text, DraftForm.Found found);
  }

  /// Makes a draft, or what a person made of it, what is expected. Which model wrote it stays
  /// written.
  ///
  /// @throws ProblemsException when the case changed since, or cannot be written
  public static Edit accept(Waiting waiting, String expected) {
    return decide(
        waiting, (form, text, found) -> form.accepted(waiting.file(), text, found, expected));
  }

  /// Removes the case.
  ///
  /// @throws ProblemsException when the case changed since, or cannot be written
  public static Edit drop(Waiting waiting) {
    return decide(waiting, (form, text, found) -> form.dropped(waiting.file(), text, found));
  }

  private static Edit decide(Waiting waiting, Decision decision) {
    Path file = waiting.file();
    String before = text(file);
    DraftForm form = DraftForm.of(file).orElseThrow();
    DraftForm.Found found =
        found(file, before).stream()
            .filter(each -> each.own().equals(waiting.own()))
            .findFirst()
            .orElseThrow(() -> changed(file));
    String mark = before.startsWith(MARK) ? MARK : "";
    String after = mark + decision.of(form, plain(before), found);
    WholeFile.write(file, after);
    return edit(file, before, after);
  }

  private static Edit edit(Path file, String before, String after) {
    int shorter = Math.min(before.length(), after.length());
    int from = 0;
    while (from < shorter && before.charAt(from) == after.charAt(from)) {
      from++;
    }
    int behind = 0;
    while (behind < shorter - from
        && before.charAt(before.length() - 1 - behind)
            == after.charAt(after.length() - 1 - behind)) {
      behind++;
    }
    return new Edit(
        file,
        from,
        before.substring(from, before.length() - behind),
        after.substring(from, after.length() - behind),
        Sha256.hex(after));
  }

  /// Takes the last decision on a file back.
  ///
  /// @throws ProblemsException when the file changed since, or cannot be written
  public static void undo(Edit edit) {
    String text = text(edit.file());
    if (!Sha256.hex(text).equals(edit.left())) {
      throw changed(edit.file());
    }
    WholeFile.write(
        edit.file(),
        text.substring(0, edit.from())
            + edit.before()
            + text.substring(edit.from() + edit.after().length()));
  }

  private static ProblemsException changed(Path file) {
    return new ProblemsException(
        file + " was changed meanwhile; this draft stays as it is.", "Start again.");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ProblemsException(
          "The cases in " + file + " cannot be read: " + e.getMessage() + ".",
          "Cases are text in UTF-8.");
    }
  }
}
