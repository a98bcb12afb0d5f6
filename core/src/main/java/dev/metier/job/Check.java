package dev.metier.job;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A look at an answer that needs no expected one, and says whether the answer may be kept.
///
/// A check reads the answer as data and gives one of three results: it passes, it fails, or it
/// could not run. It is written in the project, weighed on the evidence, and run by the gateway.
public sealed interface Check {
  /// What it is called in metier.yaml, policy.json and reasons.
  String word();

  /// The models that are asked beside the one whose answer it is.
  default List<ModelName> asks() {
    return switch (this) {
      case Judge judge -> List.of(judge.model());
      case Baseline(var model) -> List.of(model);
      case Score score -> score.parts().stream().flatMap(part -> part.asks().stream()).toList();
      case Complete _, Graders _, Agree _, LogProbability _, Loops _, Tokens _, Program _ ->
          List.of();
    };
  }

  /// The checks that are run for it: itself, or those that a score weighs.
  default List<Check> parts() {
    return List.of(this);
  }

  /// The words of several: `complete, graders`.
  static String words(List<Check> checks) {
    return checks.stream().map(Check::word).collect(Collectors.joining(", "));
  }

  /// How many answers of the model it needs, the one to be kept included.
  default int answers() {
    return switch (this) {
      case Agree agree -> agree.samples();
      case Score score -> score.parts().stream().mapToInt(Check::answers).max().orElse(1);
      case Complete _,
          Graders _,
          LogProbability _,
          Loops _,
          Tokens _,
          Baseline _,
          Judge _,
          Program _ ->
          1;
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

  /// It calls no tool with arguments with which the conversation has called it twice already.
  record Loops() implements Check {
    @Override
    public String word() {
      return "loops";
    }
  }

  /// It took no more than so many tokens, reasoning included.
  ///
  /// @param atMost at least 1
  record Tokens(int atMost) implements Check {
    public Tokens {
      if (atMost < 1) {
        throw new IllegalArgumentException("an answer has at least one token");
      }
    }

    @Override
    public String word() {
      return "tokens";
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
  /// @param files the project's own files that the command names, as they were compiled; empty in a
  ///   project, and where the command names none
  record Program(List<String> command, Duration timeout, List<CompiledFile> files)
      implements Check {
    /// A file as it was when a policy was compiled.
    ///
    /// @param sha256 in hexadecimal
    public record CompiledFile(String path, String sha256) {}

    /// As a project names it.
    public Program(List<String> command, Duration timeout) {
      this(command, timeout, List.of());
    }

    public Program {
      command = List.copyOf(command);
      files = List.copyOf(files);
      if (command.isEmpty() || timeout.isZero() || timeout.isNegative()) {
        throw new IllegalArgumentException("a program has a command and a time limit");
      }
    }

    @Override
    public String word() {
      return "program";
    }
  }

  /// Something that is seen of an answer, as a number.
  sealed interface Signal {
    /// What it is called in metier.yaml, policy.json and reasons.
    String word();

    /// What is measured of the answer itself.
    enum Measure implements Signal {
      /// Natural logarithm of 1 and the characters of text and calls of tools.
      LENGTH,
      /// Natural logarithm of 1 and the tokens that were written, reasoning included: the run's own
      /// cost, whatever a token costs.
      TOKENS,
      /// Whether it calls a tool with arguments with which the conversation has called it twice
      /// already: 1 or 0.
      LOOPS;

      @Override
      public String word() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    /// What a check says: the share of further answers that agree, the mean log-probability, and of
    /// every other check 1 when it passes and 0 when it fails.
    ///
    /// @param check no score
    record Says(Check check) implements Signal {
      public Says {
        if (check instanceof Score) {
          throw new IllegalArgumentException("a score weighs no score");
        }
      }

      @Override
      public String word() {
        return check.word();
      }
    }
  }

  /// Several signals, weighed together, say that the answer is likely enough to be right.
  ///
  /// @param of at least 2, each once
  /// @param weighed what was found of them on the evidence; empty in a project
  record Score(List<Signal> of, Optional<Weighed> weighed) implements Check {
    /// Cases below which weights are luck.
    public static final int LEAST_CASES = 50;

    /// A signal's weight.
    ///
    /// @param middle of the signal on the evidence
    /// @param spread its standard deviation there, above 0
    /// @param weight natural logarithm of the odds that one standard deviation more of it adds
    public record Term(double middle, double spread, double weight) {
      public Term {
        if (!(spread > 0) || !Double.isFinite(middle + spread + weight)) {
          throw new IllegalArgumentException("a term has a spread above 0 and finite numbers");
        }
      }

      /// What a signal adds to the logarithm of the odds.
      public double adds(double signal) {
        return weight * (signal - middle) / spread;
      }
    }

    /// What is known of a score.
    ///
    /// @param base logarithm of the odds of an answer whose every signal is in the middle
    /// @param terms one for each signal
    /// @param atLeast the chance of being right from which on an answer passes, 0..1; NaN while no
    ///   bar is chosen
    public record Weighed(double base, List<Term> terms, double atLeast) {
      private static final double PLACES = 1e6;

      public Weighed {
        terms = List.copyOf(terms);
        if (!Double.isFinite(base) || atLeast < 0 || atLeast > 1) {
          throw new IllegalArgumentException("a bar is a chance");
        }
      }

      /// The same with a bar.
      public Weighed from(double bar) {
        return new Weighed(base, terms, bar);
      }

      /// The chance that an answer is right, to six places, 0..1.
      ///
      /// @param signals in the order of the terms, all of them known
      public double chance(double[] signals) {
        if (signals.length != terms.size()) {
          throw new IllegalArgumentException("a number for each signal");
        }
        double odds = base;
        for (int i = 0; i < signals.length; i++) {
          odds += terms.get(i).adds(signals[i]);
        }
        return Math.round(PLACES / (1 + Math.exp(-odds))) / PLACES;
      }
    }

    public Score {
      of = List.copyOf(of);
      if (of.size() < 2 || of.stream().distinct().count() < of.size()) {
        throw new IllegalArgumentException("a score weighs several signals, each once");
      }
      int signals = of.size();
      if (weighed.filter(known -> known.terms().size() != signals).isPresent()) {
        throw new IllegalArgumentException("each signal has a weight");
      }
    }

    /// As a project names it.
    public Score(List<Signal> of) {
      this(of, Optional.empty());
    }

    /// The same with other weights, or another bar.
    public Score with(Weighed other) {
      return new Score(of, Optional.of(other));
    }

    @Override
    public List<Check> parts() {
      return of.stream()
          .flatMap(signal ->
              signal instanceof Signal.Says(var check) ? Stream.of(check) : Stream.<Check>of())
          .toList();
    }

    @Override
    public String word() {
      return "score";
    }
  }
}
