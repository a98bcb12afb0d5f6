package dev.metier.importer.git;

import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.importer.CaseScreening;
import dev.metier.importer.ImportedCase;
import dev.metier.importer.ImportedJob;
import dev.metier.job.Case.Draft;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cases for a job that writes commit messages: what a commit changed, and its message as a draft.
///
/// @param left what was left out, and how often
public record GitImport(List<ImportedCase> cases, Map<Reason, Integer> left) {
  /// Why a commit is no case.
  public enum Reason {
    MERGE("merge", "merges"),
    BOT("by bots", "by bots"),
    REVERT("revert", "reverts"),
    FIXUP("fix-up of another", "fix-ups of others"),
    EMPTY("without a change or a message", "without a change or a message"),
    BINARY("with binary files", "with binary files"),
    HUGE("of more than 12,000 characters", "of more than 12,000 characters");

    private final String one;
    private final String several;

    Reason(String one, String several) {
      this.one = one;
      this.several = several;
    }

    /// So many of them, for people: `1 merge`, `1,234 merges`.
    public String counted(int count) {
      return NumberText.count(count) + " " + (count == 1 ? one : several);
    }
  }

  private static final int LONGEST = 12_000;
  private static final Pattern BOT =
      Pattern.compile(
          "\\[bot\\]|\\bbot\\b|dependabot|renovate|github-actions|greenkeeper|semantic-release"
              + "|snyk|imgbot|allcontributors",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern REVERT =
      Pattern.compile(
          "^revert\\b|^this reverts commit ", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final Pattern FIXUP = Pattern.compile("^(fixup|squash|amend)! ");
  private static final Pattern BINARY =
      Pattern.compile("^(Binary files .* differ|GIT binary patch)$", Pattern.MULTILINE);
  private static final Pattern TRAILER =
      Pattern.compile(
          "^(signed-off-by|co-authored-by|reviewed-by|acked-by|tested-by|change-id|reviewed-on"
              + "|cc|\\p{So}? ?generated with)\\b.*$",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final Pattern ASSISTANT =
      Pattern.compile(
          "^co-authored-by:\\s*((claude|copilot|codex|cursor|aider|gemini|devin)[^<\\n]*)",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  public GitImport {
    cases = List.copyOf(cases);
    left = Map.copyOf(left);
  }

  /// Reads the last commits of a repository.
  ///
  /// @throws ProblemsException when there is no history, or none of it makes a case
  public static GitImport read(Path folder, int last) {
    var cases = new ArrayList<ImportedCase>();
    Map<Reason, Integer> left = new EnumMap<>(Reason.class);
    new GitLog(folder, LONGEST)
        .read(
            last,
            commit ->
                reason(commit)
                    .ifPresentOrElse(
                        why -> left.merge(why, 1, Integer::sum), () -> cases.add(given(commit))));
    var read = new GitImport(cases, left);
    if (cases.isEmpty()) {
      throw new ProblemsException(
          "None of the last commits of " + folder + " makes a case: " + read.leftInWords() + ".",
          "Look further back with `--last`.");
    }
    return read;
  }

  private static Optional<Reason> reason(Commit commit) {
    if (commit.parents() > 1) {
      return Optional.of(Reason.MERGE);
    }
    if (BOT.matcher(commit.author()).find()) {
      return Optional.of(Reason.BOT);
    }
    if (REVERT.matcher(commit.message()).find()) {
      return Optional.of(Reason.REVERT);
    }
    if (FIXUP.matcher(commit.message()).find()) {
      return Optional.of(Reason.FIXUP);
    }
    if (commit.diff().isBlank() || message(commit).isBlank()) {
      return Optional.of(Reason.EMPTY);
    }
    if (BINARY.matcher(commit.diff()).find()) {
      return Optional.of(Reason.BINARY);
    }
    return commit.diff().length() > LONGEST ? Optional.of(Reason.HUGE) : Optional.empty();
  }

  /// The message without the lines that name people and tools.
  private static String message(Commit commit) {
    return TRAILER.matcher(commit.message()).replaceAll("").strip();
  }

  private static ImportedCase given(Commit commit) {
    Matcher assistant = ASSISTANT.matcher(commit.message());
    Optional<String> model =
        assistant.find() ? Optional.of(assistant.group(1).strip()) : Optional.empty();
    return new ImportedCase(
        commit.shortHash(),
        Map.of("diff", commit.diff()),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.of(new Draft(message(commit), model)),
        "commit " + commit.shortHash());
  }

  /// What was found, in a line.
  public String words() {
    return NumberText.count(cases.size(), "commit")
        + (cases.size() == 1 ? " makes a case" : " make cases")
        + "; left out: "
        + leftInWords()
        + ".";
  }

  /// What was left out, as `3 merges, 1 by bots`; `nothing` when nothing was.
  public String leftInWords() {
    var words = new ArrayList<String>();
    for (Reason reason : Reason.values()) {
      int count = left.getOrDefault(reason, 0);
      if (count > 0) {
        words.add(reason.counted(count));
      }
    }
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }

  /// The job that such cases make.
  ///
  /// @param purpose may be blank
  /// @param data how sensitive they are, unless personal data in them raises it
  public static ImportedJob job(
      JobName name, String purpose, DataClass data, CaseScreening screening) {
    return new ImportedJob(
        name,
        purpose.isBlank() ? "write the messages of commits" : purpose,
        screening.data(data),
        screening.why(),
        prompt(purpose),
        graders(),
        "they look at the form only: none knows whether a message is right",
        screening.cases());
  }

  /// The prompt of the job.
  private static String prompt(String purpose) {
    return (purpose.isBlank() ? "" : purpose.strip() + "\n\n")
        + """
        Write the commit message of this change: one line of at most 72 characters in the imperative that says what it brings
        about and, where that is not plain from it, an empty line and why. Answer with the message alone.

        {{diff}}
        """;
  }

  /// Graders of a message's form; of what it says they know nothing.
  private static List<String> graders() {
    return List.of(
        "- not_refusal",
        "- no_markup",
        "- regex: {pattern: '\\S[^\\n]{0,71}(\\n\\n[\\s\\S]*)?', whole: true}    # a first line of"
            + " at most 72 characters");
  }
}
