package dev.metier.cli;

import dev.metier.qualify.Qualifier;
import java.util.concurrent.CountDownLatch;

/// Turns Ctrl-C (and SIGTERM) into a clean stop: no new calls, those in flight come home,
/// everything is kept and shown.
///
/// The JVM ends when its hooks have, so the hook stays until [#close]; a second Ctrl-C has no
/// handler of ours to wait for and is left to the operating system's kill.
final class Interrupts implements AutoCloseable {
  private final CountDownLatch shown = new CountDownLatch(1);
  private final Thread hook;

  private Interrupts(Qualifier qualifier) {
    this.hook =
        new Thread(
            () -> {
              qualifier.stop();
              await();
            },
            "metier-stop");
  }

  static Interrupts stopping(Qualifier qualifier) {
    var interrupts = new Interrupts(qualifier);
    Runtime.getRuntime().addShutdownHook(interrupts.hook);
    return interrupts;
  }

  private void await() {
    try {
      shown.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    shown.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is on its way out already, which is what the hook is for.
      assert hook.isAlive() || shown.getCount() == 0;
    }
  }
}
