package dev.metier.run;

import dev.metier.core.io.WholeFile;
import dev.metier.job.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a run may spend at most, in a small file that is there while it goes on: whoever looks at
/// the run, in this process or another one, may write more there, and never less. Thread-safe.
public final class BudgetFile implements Supplier<Optional<Money>>, AutoCloseable {
  private final Path file;
  private final long run;
  private Optional<Money> most;

  private BudgetFile(Path file, long run, Optional<Money> most) {
    this.file = file;
    this.run = run;
    this.most = most;
  }

  /// What such a file says.
  ///
  /// @param run the number of the run that it belongs to
  public record Said(long run, Money most) {}

  /// Begins a run's file; a run without a limit has none.
  ///
  /// @param run its number, which no other run of the same ledger has
  public static BudgetFile begin(Path file, long run, Optional<Money> most) {
    if (most.isPresent()) {
      write(file, new Said(run, most.get()));
    } else {
      delete(file);
    }
    return new BudgetFile(file, run, most);
  }

  /// The number of the run.
  public long run() {
    return run;
  }

  /// What the run may spend by now: the most that was ever written for it. What cannot be read
  /// raises nothing.
  @Override
  public synchronized Optional<Money> get() {
    most =
        most.map(known ->
            read(file)
                .filter(said -> said.run() == run && said.most().compareTo(known) > 0)
                .map(Said::most)
                .orElse(known));
    return most;
  }

  /// What a file says; empty when there is none, or none that can be read.
  public static Optional<Said> read(Path file) {
    try {
      JsonNode said = JsonMapper.shared().readTree(Files.readString(file));
      JsonNode run = said.path("run");
      JsonNode most = said.path("budget_usd");
      return run.isIntegralNumber() && most.isNumber()
          ? Optional.of(new Said(run.longValue(), Money.usd(most.decimalValue())))
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }

  /// Lets the run spend more, which it notices by itself.
  ///
  /// @throws dev.metier.core.problem.ProblemsException when the file cannot be written
  public static void write(Path file, Said said) {
    var json = JsonNodeFactory.instance.objectNode().put("run", said.run());
    json.put("budget_usd", BigDecimal.valueOf(said.most().nanos(), Money.DIGITS));
    WholeFile.write(file, json + "\n");
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (read(file).filter(said -> said.run() == run).isPresent()) {
      delete(file);
    }
  }
}
