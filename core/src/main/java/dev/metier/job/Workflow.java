package dev.metier.job;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Jobs that hand their results on, stage by stage, asked for as one.
///
/// @param whole the workflow as a job: its name, class, cases, end-to-end graders and needs; its
///   prompt is the input alone, and it has no candidates, since no single model does it
/// @param input the variable that the client's request fills in the stages' prompts
/// @param stages in the order of the work, each with a name of its own; 1 to 8
/// @param deadline of all stages together, above 0
public record Workflow(Job whole, String input, List<WorkflowStage> stages, Duration deadline) {
  public static final int MOST_STAGES = 8;
  public static final Duration USUAL_DEADLINE = Duration.ofMinutes(2);

  public Workflow {
    stages = List.copyOf(stages);
    if (deadline.isZero() || deadline.isNegative()) {
      throw new IllegalArgumentException("a workflow has a deadline");
    }
    inOrder(stages);
  }

  /// Whether stages can be a workflow: each refers to earlier ones only, every name is there once,
  /// and the last answer is no list of what to hide.
  ///
  /// @throws IllegalArgumentException when they cannot
  public static void inOrder(List<WorkflowStage> stages) {
    if (stages.isEmpty() || stages.size() > MOST_STAGES) {
      throw new IllegalArgumentException("a workflow has 1 to " + MOST_STAGES + " stages");
    }
    Set<String> before = new HashSet<>();
    Set<String> redacting = new HashSet<>();
    for (WorkflowStage stage : stages) {
      Set<String> needed = new HashSet<>(stage.uses());
      stage.loop().map(StageLoop::redo).ifPresent(needed::add);
      needed.remove(stage.name());
      if (stage.uses().contains(stage.name()) || !before.containsAll(needed)) {
        throw new IllegalArgumentException(stage.name() + " refers to what is not before it");
      }
      if (stage.restores().filter(each -> !redacting.contains(each.from())).isPresent()) {
        throw new IllegalArgumentException(stage.name() + " restores what is not redacted");
      }
      if (!before.add(stage.name())) {
        throw new IllegalArgumentException("two stages are called " + stage.name());
      }
      stage.redacts().ifPresent(_ -> redacting.add(stage.name()));
    }
    if (stages.get(answering(stages)).redacts().isPresent()) {
      throw new IllegalArgumentException("what a redacting stage finds is no answer");
    }
  }

  public JobName name() {
    return whole.name();
  }

  /// The stage of this name.
  public Optional<WorkflowStage> stage(String name) {
    return stages.stream().filter(stage -> stage.name().equals(name)).findFirst();
  }

  /// The stage whose answer is the workflow's: the last one, or, where that one reviews, the one
  /// that it has done again.
  public WorkflowStage answering() {
    return stages.get(answering(stages));
  }

  /// The index of the stage whose answer is the workflow's.
  public static int answering(List<WorkflowStage> stages) {
    int last = stages.size() - 1;
    Optional<String> reviewed = stages.get(last).reviewed();
    for (int i = 0; i < last; i++) {
      if (reviewed.filter(stages.get(i).name()::equals).isPresent()) {
        return i;
      }
    }
    return last;
  }

  /// The class of what each stage reads, by its name, when redaction lowers what it may.
  public Map<String, DataClass> reads() {
    return reads(whole.data(), stages);
  }

  /// The class of what each stage reads. A stage's answer has the highest class of what it read,
  /// unless it redacts; what a stage restores has the class that it had before. What a loop says of
  /// an answer is read by the stage that does it again.
  ///
  /// @param data of the input
  public static Map<String, DataClass> reads(DataClass data, List<WorkflowStage> stages) {
    Map<String, DataClass> reads = new HashMap<>();
    Map<String, DataClass> brings = new HashMap<>();
    // Each pass may raise what a loop hands back; there are fewer classes than passes.
    for (int pass = 0; pass <= DataClass.values().length * stages.size(); pass++) {
      for (WorkflowStage stage : stages) {
        DataClass read = stage.input() ? data : DataClass.PUBLIC;
        read = higher(read, reads.getOrDefault(stage.name(), DataClass.PUBLIC));
        for (String used : stage.uses()) {
          read = higher(read, brings.getOrDefault(used, DataClass.PUBLIC));
        }
        reads.put(stage.name(), read);
        DataClass said = read;
        stage
            .loop()
            .map(StageLoop::redo)
            .ifPresent(name -> reads.merge(name, said, Workflow::higher));
        brings.put(stage.name(), brought(stage, read, reads));
      }
    }
    return Map.copyOf(reads);
  }

  private static DataClass brought(
      WorkflowStage stage, DataClass read, Map<String, DataClass> reads) {
    if (stage.redacts().isPresent()) {
      return lower(read, stage.redacts().get());
    }
    return stage
        .restores()
        .map(each -> higher(read, reads.getOrDefault(each.from(), DataClass.PUBLIC)))
        .orElse(read);
  }

  private static DataClass lower(DataClass one, DataClass other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static DataClass higher(DataClass one, DataClass other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
