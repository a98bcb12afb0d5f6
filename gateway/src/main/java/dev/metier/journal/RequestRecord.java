package dev.metier.journal;

import dev.metier.chat.Usage;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.protocol.Refusal.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What became of one request.
///
/// @param key whose it was; empty when nobody needs a key
/// @param asked what the client's `model` field said
/// @param job the job it named; empty when it named none
/// @param data the class it was handled as
/// @param raised why that class is above the job's own; empty when it is not
/// @param policy hash of the evidence of the policy it finished under
/// @param model who answered; empty when nobody did
/// @param skipped models of the job that were not tried, and why
/// @param tries what was tried, in order
/// @param stage where in its cascade it was answered; empty for other routes
/// @param cached whether it was answered from the cache
/// @param status HTTP status of the answer; 499 when the client left
/// @param refusal code of the refusal; empty when there is none
/// @param spent what each part of it cost, in the order in which that was known; their sum is the
///   cost; empty where one answer is all that was asked
/// @param dropped what the client asked for and no model heard of
/// @param content request and answer, where the class and the job allow to keep them
public record RequestRecord(
    String id,
    Instant at,
    Optional<String> key,
    String protocol,
    boolean stream,
    String asked,
    Optional<String> job,
    Optional<DataClass> data,
    Optional<String> raised,
    String policy,
    Optional<String> model,
    List<Skipped> skipped,
    List<Try> tries,
    Optional<Stage> stage,
    boolean cached,
    int status,
    Optional<String> refusal,
    Usage usage,
    Optional<Money> cost,
    List<Spent> spent,
    Times times,
    List<String> dropped,
    Optional<Content> content,
    Optional<String> trace) {

  /// A model that was not tried.
  public record Skipped(String model, String why) {}

  /// One try at one server.
  ///
  /// @param server host and port; empty where it is about an answer rather than a server
  /// @param outcome `answered`, [#NOT_KEPT], [#STAGE], or the cause of failure in lower case
  /// @param detail a sentence; empty when it answered
  public record Try(String model, String server, String outcome, String detail, Duration took) {
    /// An answer that did not pass its checks, which is no failure of a server.
    public static final String NOT_KEPT = "not_kept";

    /// The answer of a workflow's stage, which later stages are told.
    public static final String STAGE = "stage";

    private static final Set<String> NO_FAILURES =
        Set.of("answered", NOT_KEPT, STAGE, Reason.CLIENT_GONE.code());

    /// Whether it came to nothing by the fault of a server, or of what it was asked.
    public boolean isFailure() {
      return !NO_FAILURES.contains(outcome);
    }
  }

  /// What one part of a request cost.
  ///
  /// @param part `first`, `middle`, `sample`, `judge`, `baseline`, `then`, [#ANSWER], [#FAILED], or
  ///   the name of a workflow's stage
  public record Spent(String part, String model, Money cost) {
    /// A try that failed, of whatever part.
    public static final String FAILED = "failed";

    /// What the client got, where the route has no stages.
    public static final String ANSWER = "answer";
  }

  /// Where in a cascade or workflow a request was answered, or ended.
  ///
  /// @param name `first`, `middle` or `then`; of a workflow the stage's
  /// @param check what came of the checks: `pass`, `none`, `down`, or `failed:` or `broken:` and
  ///   the reason; of the stage that is named, and for `then` of the one before it, with `middle:`
  ///   in front where that is the middle one; `learned` where a router chose
  /// @param decision of a router, where one chose
  /// @param checked the checks that ran, in order
  /// @param fallbacks stages of a workflow that another model did than the one it was proven with
  public record Stage(
      String name,
      String check,
      Optional<Decision> decision,
      List<Checked> checked,
      List<Fallback> fallbacks) {
    public Stage {
      checked = List.copyOf(checked);
      fallbacks = List.copyOf(fallbacks);
    }

    /// One that no router chose, and whose answer nothing looked at.
    public Stage(String name, String check) {
      this(name, check, Optional.empty(), List.of(), List.of());
    }

    /// The same with what decided.
    public Stage with(Decision decided) {
      return new Stage(name, check, Optional.of(decided), checked, fallbacks);
    }

    /// The same with the checks that ran.
    public Stage with(List<Checked> ran) {
      return new Stage(name, check, decision, ran, fallbacks);
    }

    /// The same with who did stages in place of their own models.
    ///
    /// @param models by stage
    public Stage with(Map<String, ModelName> models) {
      var all = new ArrayList<Fallback>();
      models.forEach((stage, model) -> all.add(new Fallback(stage, model.text())));
      return new Stage(name, check, decision, checked, all);
    }
  }

  /// A stage of a workflow, and the model that did it in place of its own.
  public record Fallback(String stage, String model) {}

  /// A check of an answer that was held.
  ///
  /// @param check its word, as in `metier.yaml`; with `middle:` before it where it looked at the
  ///   answer of a cascade's middle model
  /// @param result `pass`, or `failed:` or `broken:` and the reason
  /// @param took from when the answers that it compares were there; of a score from when its first
  ///   signal was asked for
  /// @param weighing what a score weighed
  public record Checked(String check, String result, Duration took, Optional<Weighing> weighing) {
    /// The same with this in front of its word.
    public Checked under(String before) {
      return new Checked(before + check, result, took, weighing);
    }

    /// One that weighed nothing.
    public Checked(String check, String result, Duration took) {
      this(check, result, took, Optional.empty());
    }
  }

  /// What a score weighed.
  ///
  /// @param chance of the answer's being right
  /// @param atLeast from which on it passes
  public record Weighing(double chance, double atLeast, List<Weight> signals) {
    /// A signal of the answer.
    ///
    /// @param weight of one standard deviation
    /// @param adds to the logarithm of the odds
    public record Weight(String signal, double value, double weight, double adds) {}

    public Weighing {
      signals = List.copyOf(signals);
    }
  }

  /// Why a router chose as it did.
  ///
  /// @param worth what the later model seemed worth
  /// @param threshold above which it answers
  /// @param gain what it is worth on average where it seems so
  /// @param features that decided, most first
  /// @param neighbours names of the cases that are nearest
  public record Decision(
      double worth, double threshold, double gain, List<Ground> features, List<String> neighbours) {
    public Decision {
      features = List.copyOf(features);
      neighbours = List.copyOf(neighbours);
    }
  }

  /// A feature of a request, and what it adds.
  public record Ground(String name, double worth) {}

  /// How long it took, from the request's first byte.
  ///
  /// @param queued waiting for a free slot
  /// @param firstByte until the first byte for the client
  /// @param total until the last
  public record Times(Duration queued, Optional<Duration> firstByte, Duration total) {}

  /// What was asked and answered, as the client's protocol has it.
  public record Content(String request, String answer) {}

  public RequestRecord {
    skipped = List.copyOf(skipped);
    tries = List.copyOf(tries);
    spent = List.copyOf(spent);
    dropped = List.copyOf(dropped);
  }
}
