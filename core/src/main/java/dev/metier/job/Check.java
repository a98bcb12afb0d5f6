package dev.metier.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A look at an answer that needs no expected one, and says whether the answer may be kept.
///
/// A check reads the answer as data and gives one of three results: it passes, it fails, or it
/// could not run. It is written in the project, weighed on the evidence, and run by the gateway.
public sealed interface Check {
  /// What it is called in metier.yaml, policy.json and reasons.
  String word();

  /// The model that is asked beside the one whose answer it is, where there is one.
  default Optional<ModelName> asks() {
    return switch (this) {
      case Judge judge -> Optional.of(judge.model());
      case Baseline(var model) -> Optional.of(model);
      case Complete _, Graders _, Agree _, LogProbability _, Program _ -> Optional.empty();
    };
  }

  /// Not empty, not cut at the token limit, no refusal, no markup of the model's own in the text,
  /// and tool calls that name a tool of the request with arguments by its schema.
  record Complete() implements Check {
    @Override
    public String word() {
      return "complete";
    }
  }

  /// The graders of the job that need nothing of the case.
  ///
  /// @param specs them; empty where the job at hand has them
  record Graders(Optional<GraderSpec.Group> specs) implements Check {
    public Graders() {
      this(Optional.empty());
    }

    @Override
    public String word() {
      return "graders";
    }
  }

  /// At least `least` of `samples` answers of the same model agree with the one to be kept, itself
  /// included.
  ///
  /// @param samples how many answers there are, at least 2
  /// @param least 2..samples
  /// @param temperature above 0; of the samples beside the first
  record Agree(int samples, int least, double temperature) implements Check {
    public Agree {
      if (samples < 2 || least < 2 || least > samples || !(temperature > 0)) {
        throw new IllegalArgumentException("agree: 2 <= least <= samples, temperature > 0");
      }
    }

    @Override
    public String word() {
      return "agree";
    }
  }

  /// The mean log-probability of the answer's tokens is at least a bar that is calibrated on the
  /// evidence.
  ///
  /// @param atLeast nats a token, at most 0; NaN while it is not calibrated
  record LogProbability(double atLeast) implements Check {
    public LogProbability {
      if (atLeast > 0) {
        throw new IllegalArgumentException("a log-probability is at most 0");
      }
    }

    @Override
    public String word() {
      return "logprob";
    }
  }

  /// The model that was fitted to the job's labels without a language model gives the same label.
  record Baseline(ModelName model) implements Check {
    @Override
    public String word() {
      return "baseline";
    }
  }

  /// Another model, the judge, says that the answer does all that a rubric demands.
  ///
  /// @param rubric what is demanded; it names nothing of a case
  /// @param timeout above 0; of everything that is asked about one answer
  /// @param calibrated what was found of it on the evidence; empty in a project
  record Judge(ModelName model, String rubric, Duration timeout, Optional<Calibrated> calibrated)
      implements Check {
    /// What the errors of a judge are known of: with another one nothing is.
    ///
    /// @param words hash of the words in which it is asked
    /// @param setting hash of these, of the judge's weights and of its place
    public record Calibrated(String words, String setting) {}

    public Judge {
      if (rubric.isEmpty() || timeout.isZero() || timeout.isNegative()) {
        throw new IllegalArgumentException("a judge has a rubric and a time limit");
      }
    }

    /// As a project names it.
    public Judge(ModelName model, String rubric, Duration timeout) {
      this(model, rubric, timeout, Optional.empty());
    }

    public Criterion criterion() {
      return new Criterion.Rubric(new Template(rubric));
    }

    @Override
    public String word() {
      return "judge";
    }
  }

  /// A program of the team: the request and the answer as JSON on its standard input; exit code 0
  /// passes, 1 fails, and anything else could not run.
  ///
  /// @param command not empty
  /// @param timeout above 0
  /// @param file the project's own file that does the work, as it was compiled; empty in a project,
  ///   and where the command names none
  record Program(List<String> command, Duration timeout, Optional<CompiledFile> file)
      implements Check {
    /// A file as it was when a policy was compiled.
    ///
    /// @param sha256 in hexadecimal
    public record CompiledFile(String path, String sha256) {}

    /// As a project names it.
    public Program(List<String> command, Duration timeout) {
      this(command, timeout, Optional.empty());
    }

    public Program {
      command = List.copyOf(command);
      if (command.isEmpty() || timeout.isZero() || timeout.isNegative()) {
        throw new IllegalArgumentException("a program has a command and a time limit");
      }
    }

    @Override
    public String word() {
      return "program";
    }
  }
}
