package dev.metier.drill;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.job.ModelName;
import dev.metier.job.Serving;
import dev.metier.policy.ServedModel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Models as a drill plays them.
final class PlayedModel {
  private static final Timeouts LONG = timeouts(Duration.ofSeconds(10), Duration.ofSeconds(20));

  /// An answer that is not streamed is waited for until the last of them.
  private static final Timeouts SHORT = timeouts(Duration.ofMillis(300), Duration.ofSeconds(1));

  static final Serving SERVING =
      new Serving(
          List.of(),
          Optional.empty(),
          Optional.of(Duration.ofHours(1)),
          Optional.empty(),
          true,
          Optional.empty());

  private PlayedModel() {}

  private static Timeouts timeouts(Duration silence, Duration total) {
    return new Timeouts(Duration.ofSeconds(5), silence, silence, total);
  }

  /// The model under a name and on a host, at a canary.
  static ServedModel of(Model model, ModelName name, Host host, Canary canary, Scenario scenario) {
    boolean remote = model.kind().access() == ProviderKind.Access.HTTP;
    // what runs in this process is played by a local server
    var kind = remote ? model.kind() : ProviderKind.LLAMACPP;
    var played =
        new Model(
            name,
            kind,
            "drilled",
            Optional.of(canary.address() + kind.basePath()),
            Optional.empty(),
            host,
            model.price(),
            model.settings(),
            model.window(),
            OptionalInt.empty(),
            scenario.fault() == FaultMode.STALLED ? SHORT : LONG,
            model.apiVersion(),
            model.profile());
    return new ServedModel(played, List.of(), Set.of());
  }
}
