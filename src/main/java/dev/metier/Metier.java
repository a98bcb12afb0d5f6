package dev.metier;

import dev.metier.cli.Commands;
import dev.metier.cli.Console;
import dev.metier.cli.Workplace;
import dev.metier.provider.Providers;
import java.time.Clock;
import java.util.Optional;

/// Starts the program; the one place where its parts are put together.
public final class Metier {
  private Metier() {}

  public static void main(String[] args) {
    int exit;
    try (var providers = new Providers()) {
      var workplace = new Workplace(Console.ofSystem(), providers, Clock.systemUTC(), version());
      exit = Commands.line(workplace).execute(args);
    }
    System.exit(exit);
  }

  private static String version() {
    return Optional.ofNullable(Metier.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
