package dev.metier.core.log;

/// The program's log, for operators. Nothing of a request's content goes into it. Thread-safe.
public final class Log {
  private Log() {}

  /// Tells of a failure of ours, or of what we stand on.
  ///
  /// @param by who met it
  public static void error(Class<?> by, String what, Throwable why) {
    log(System.Logger.Level.ERROR, by, what, why);
  }

  /// Tells of something that an operator should look at.
  ///
  /// @param by who met it
  public static void warning(Class<?> by, String what) {
    System.getLogger(by.getName()).log(System.Logger.Level.WARNING, what);
  }

  /// Tells of what usually interests nobody.
  ///
  /// @param by who met it
  public static void debug(Class<?> by, String what, Throwable why) {
    log(System.Logger.Level.DEBUG, by, what, why);
  }

  /// No logger is kept in a field: the first one loads every provider, which a start need not wait
  /// for.
  private static void log(System.Logger.Level level, Class<?> by, String what, Throwable why) {
    System.getLogger(by.getName()).log(level, what, why);
  }
}
