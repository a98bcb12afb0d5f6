package dev.metier.provider.http;

import dev.metier.catalog.Host;
import dev.metier.catalog.KeySource;
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
import dev.metier.provider.Question;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Questions and models for the tests of providers.
final class Asking {
  private Asking() {}

  /// Patient enough for a busy machine.
  static final Timeouts PATIENT =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20));

  static Model model(
      ProviderKind kind, String address, Timeouts timeouts, Optional<KeySource> key) {
    return new Model(
        new ModelName("candidate"),
        kind,
        "some-model",
        Optional.of(address),
        key,
        new Host("here", DataClass.RESTRICTED),
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        timeouts,
        Optional.empty());
  }

  static Question question(String text) {
    return question(text, Settings.NONE);
  }

  static Question question(String text, Settings settings) {
    var request = new ChatRequest(List.of(Message.of(Role.USER, text)), List.of(), settings);
    return new Question(new JobName("triage"), "c1", 0, request);
  }

  static Settings settings(OptionalDouble temperature, OptionalInt maxTokens, OptionalLong seed) {
    return new Settings(
        temperature, maxTokens, seed, List.of(), Optional.empty(), Optional.empty(), Map.of());
  }
}
