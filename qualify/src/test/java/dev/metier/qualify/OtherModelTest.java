package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.rightIn;
import static dev.metier.qualify.Workshop.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.OtherModel;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Answers that say they are of another model than the one that was asked.
class OtherModelTest {
  private static Assignment asking(ProviderKind kind) {
    return assignment(
        List.of(model("m", kind, DataClass.RESTRICTED, new Price.Unknown())),
        job("triage", 200, quality(0.9)));
  }

  /// The script under a name by the number of the call, from 0.
  private static Scripted named(IntFunction<String> name, Function<Question, Answer> script) {
    var calls = new AtomicInteger();
    return new Scripted(question -> {
      var said = (Answer.Reply) script.apply(question);
      String told = name.apply(calls.getAndIncrement());
      return new Answer.Reply(said.reply().servedBy(Optional.of(told)), said.timing());
    });
  }

  private static CellResult result(ProviderKind kind, Scripted provider, Ledger ledger) {
    return run(asking(kind), Map.of("m", provider), ledger).cells().getFirst();
  }

  @Test
  void answersOfAnotherModelEndTheRunAndAreEvidenceForNeither() {
    try (var ledger = SqliteLedger.inMemory();
        var undisturbed = SqliteLedger.inMemory()) {
      // Another model that is always wrong answers from the 11th call on.
      var calls = new AtomicInteger();
      var provider =
          named(
              n -> n < 10 ? "m" : "larger",
              q -> calls.getAndIncrement() < 10 ? rightIn(1, 1).apply(q) : Workshop.says("no"));
      var first = result(ProviderKind.VLLM, provider, ledger);
      assertThat(first.verdict()).isInstanceOf(Verdict.Undecided.class);
      assertThat(first.verdict().reason())
          .contains("answers for the model `larger`", "m was asked", "evidence for neither");
      assertThat(first.outcomes()).hasSize(10).allMatch(outcome -> outcome.score() == 1);
      long others = ledger.otherModels(first.setting()).getFirst().answers();
      assertThat(provider.asked.get()).as("whatever came is kept").isEqualTo((int) others + 10);
      assertThat(first.leftOut().orElseThrow())
          .contains(others + " answer", "another model", "`larger`");

      var second = result(ProviderKind.VLLM, named(_ -> "m", rightIn(1, 1)), ledger);
      var expected = result(ProviderKind.VLLM, named(_ -> "m", rightIn(1, 1)), undisturbed);
      assertThat(second.verdict()).isEqualTo(expected.verdict()).isInstanceOf(Verdict.Fit.class);
      assertThat(second.leftOut()).isPresent();
      assertThat(expected.notes()).noneMatch(note -> note.startsWith(Notes.LEFT_OUT));
    }
  }

  @Test
  void aDatedVersionBehindTheNameIsTheModelThatWasAsked() {
    try (var ledger = SqliteLedger.inMemory()) {
      var provider = named(_ -> "vendor/m-20260801", rightIn(1, 1));
      var result = result(ProviderKind.ANTHROPIC, provider, ledger);
      assertThat(result.verdict()).isInstanceOf(Verdict.Fit.class);
      assertThat(ledger.servedModel(result.setting())).contains("vendor/m-20260801");
    }
  }

  @Test
  void whoGoesByANameOfItsOwnKeepsItFromRunToRun() {
    try (var ledger = SqliteLedger.inMemory()) {
      var kind = ProviderKind.LLAMACPP;
      var stopping = named(n -> n < 10 ? "tiny-q8.gguf" : "other.gguf", rightIn(1, 1));
      assertThat(result(kind, stopping, ledger).verdict()).isInstanceOf(Verdict.Undecided.class);
      var started = named(_ -> "other.gguf", rightIn(1, 1));
      var result = result(kind, started, ledger);
      assertThat(result.verdict().reason()).contains("`other.gguf`");
      assertThat(result.outcomes()).hasSize(10);
      assertThat(ledger.otherModels(result.setting()))
          .extracting(OtherModel::name)
          .containsExactly("other.gguf");
    }
  }
}
