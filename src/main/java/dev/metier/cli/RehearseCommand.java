package dev.metier.cli;

import dev.metier.gateway.Rehearsal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What the build runs once, to note which classes and methods a start needs.
@Command(name = "rehearse", hidden = true, description = "Run once by the build.")
final class RehearseCommand implements Callable<Integer> {
  private static final Duration LONG = Duration.ofSeconds(4);

  @Parameters(arity = "1", paramLabel = "PROJECT", description = "A project to check.")
  private Path project = Path.of(".");

  private final Workplace workplace;

  RehearseCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    String[] check = {"check", "--file", project.toString()};
    Commands.line(workplace, check).execute(check);
    return Rehearsal.run(LONG) > 0 ? 0 : 1;
  }
}
