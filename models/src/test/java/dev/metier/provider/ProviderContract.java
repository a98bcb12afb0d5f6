package dev.metier.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every provider keeps to.
public abstract class ProviderContract {
  /// A provider that is in order, and knows the answer to `known`.
  protected abstract Provider working();

  /// A provider that cannot answer.
  protected abstract Provider broken();

  protected abstract Question known();

  protected abstract void isRight(Answer answer);

  @Test
  void theKnownAnswerComes() {
    try (var provider = working()) {
      isRight(provider.ask(known()));
    }
  }

  @Test
  void identityIsStable() {
    try (var one = working();
        var other = working()) {
      assertThat(one.identify().trouble()).isEmpty();
      assertThat(one.identify().fingerprint().facts()).isNotEmpty();
      assertThat(one.identify().fingerprint().hash())
          .isEqualTo(other.identify().fingerprint().hash());
    }
  }

  @Test
  void manyThreadsAreAnsweredRight() throws Exception {
    try (var provider = working();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<Answer>>();
      for (int i = 0; i < 32; i++) {
        answers.add(threads.submit(() -> provider.ask(known())));
      }
      for (var answer : answers) {
        isRight(answer.get());
      }
    }
  }

  @Test
  void whatCannotAnswerSaysWhyAndWhatToDo() {
    try (var provider = broken()) {
      assertThat(provider.ask(known()))
          .isInstanceOfSatisfying(
              Answer.Failure.class,
              failure -> {
                assertThat(failure.cause()).isEqualTo(Answer.Cause.UNUSABLE);
                assertThat(failure.detail()).isEqualTo(provider.identify().trouble().orElseThrow());
                assertThat(failure.detail()).contains("; ");
              });
    }
  }

  @Test
  void aClosedProviderFails() {
    var provider = working();
    provider.close();
    provider.close();
    assertThat(provider.ask(known()))
        .isInstanceOfSatisfying(
            Answer.Failure.class,
            failure -> assertThat(failure.cause()).isEqualTo(Answer.Cause.UNUSABLE));
  }

  protected static Model model(ProviderKind kind, String id) {
    return new Model(
        new ModelName("m"),
        kind,
        id,
        Optional.empty(),
        Optional.empty(),
        new Host("here", DataClass.RESTRICTED),
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Timeouts.USUAL,
        Optional.empty());
  }

  protected static Model model(ProviderKind kind, Path file) {
    return model(kind, file.toAbsolutePath().toString());
  }

  protected static Question question(String job, String caseId, int repeat, String text) {
    return question(job, caseId, repeat, text, settings(12, List.of(), Map.of()));
  }

  protected static Question question(
      String job, String caseId, int repeat, String text, Settings settings) {
    return new Question(
        new JobName(job),
        caseId,
        repeat,
        new ChatRequest(List.of(Message.of(Role.USER, text)), List.of(), settings));
  }

  protected static Settings settings(int maxTokens, List<String> stop, Map<String, String> extra) {
    return new Settings(
        OptionalDouble.empty(),
        maxTokens == 0 ? OptionalInt.empty() : OptionalInt.of(maxTokens),
        OptionalLong.empty(),
        stop,
        Optional.empty(),
        Optional.empty(),
        extra);
  }
}
