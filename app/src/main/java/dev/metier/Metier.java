package dev.metier;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.cli.Commands;
import dev.metier.cli.StartUpCache;
import dev.metier.cli.Workplace;
import dev.metier.provider.Provider;
import dev.metier.provider.baseline.BaselineProvider;
import dev.metier.provider.gguf.GgufProvider;
import dev.metier.provider.http.HttpConnections;
import dev.metier.provider.http.HttpProvider;
import dev.metier.provider.program.ProgramProvider;
import dev.metier.provider.recorded.RecordedProvider;
import dev.metier.terminal.Console;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/// Starts the program; the one place where its parts are put together.
public final class Metier {

  private static final int WRONG_INPUT = 2;
  private static final String OUT_OF_MEMORY =
      "metier: Java ran out of memory; what was kept stays. METIER_JAVA_FLAGS=-Xmx4g gives it"
          + " more.";

  private Metier() {}

  public static void main(String[] args) {
    // Native threads of in-process models outlive main; only exit ends them.
    var console = Console.ofSystem();
    StartUpCache.trouble().ifPresent(console::say);
    try {
      System.exit(run(console, args));
    } catch (OutOfMemoryError e) {
      console.say(OUT_OF_MEMORY);
      // shutdown hooks would need memory too
      Runtime.getRuntime().halt(WRONG_INPUT);
    }
  }

  /// Runs one command.
  ///
  /// @return the exit code: 0 fine, 1 a need is not met, 2 the input is wrong
  public static int run(Console console, String... args) {
    try (var wire = new HttpConnections()) {
      var workplace =
          new Workplace(
              console,
              (model, refused) -> provider(model, refused, wire),
              Clock.systemUTC(),
              version());
      return console.delivered(Commands.line(workplace, args).execute(args));
    }
  }

  private static Provider provider(Model model, Set<String> refused, HttpConnections wire) {
    return switch (model.kind().access()) {
      case HTTP -> new HttpProvider(model, wire, refused);
      case IN_PROCESS ->
          model.kind() == ProviderKind.BASELINE
              ? BaselineProvider.open(model)
              : GgufProvider.open(model);
      case OWN ->
          model.kind() == ProviderKind.PROGRAM
              ? ProgramProvider.open(model)
              : new HttpProvider(model, wire, refused);
      case RECORDED -> RecordedProvider.open(model);
      case STAGES -> throw new IllegalArgumentException("a workflow is asked by its stages");
    };
  }

  private static String version() {
    return Optional.ofNullable(Metier.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
