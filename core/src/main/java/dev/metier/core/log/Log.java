package dev.metier.core.log;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// The program's log, for operators. Nothing of a request's content goes into it. What one class
/// tells again and again is left out, and how much that was is told. Thread-safe.
public final class Log {
  private static final Map<Class<?>, LogRate> RATES = new ConcurrentHashMap<>();

  private Log() {}

  /// Tells of a failure of ours, or of what we stand on.
  ///
  /// @param by who met it
  public static void error(Class<?> by, String what, Throwable why) {
    log(System.Logger.Level.ERROR, by, what, Optional.of(why));
  }

  /// Tells of something that an operator should look at.
  ///
  /// @param by who met it
  public static void warning(Class<?> by, String what) {
    log(System.Logger.Level.WARNING, by, what, Optional.empty());
  }

  /// Tells of what is as it should be.
  ///
  /// @param by who met it
  public static void info(Class<?> by, String what) {
    log(System.Logger.Level.INFO, by, what, Optional.empty());
  }

  /// Tells of what usually interests nobody.
  ///
  /// @param by who met it
  public static void debug(Class<?> by, String what, Throwable why) {
    System.getLogger(by.getName()).log(System.Logger.Level.DEBUG, what, why);
  }

  /// No logger is kept in a field: the first one loads every provider, which a start need not wait
  /// for.
  private static void log(
      System.Logger.Level level, Class<?> by, String what, Optional<Throwable> why) {
    long now = System.nanoTime();
    OptionalLong missing = RATES.computeIfAbsent(by, _ -> new LogRate(now)).take(now);
    if (missing.isEmpty()) {
      return;
    }
    long some = missing.getAsLong();
    String line = some == 0 ? what : what + " (before this, " + some + " lines were left out)";
    System.Logger logger = System.getLogger(by.getName());
    why.ifPresentOrElse(thrown -> logger.log(level, line, thrown), () -> logger.log(level, line));
  }
}
