package dev.metier.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Money;
import dev.metier.qualify.Progress;
import dev.metier.qualify.RunState;
import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final HandClock clock = new HandClock();

  /// A clock that stands still until it is moved on.
  private static final class HandClock extends Clock {
    private Instant now = SampleMatrix.AT;

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private Terminal terminal(int columns, int rows) throws IOException {
    var terminal =
        new DumbTerminal(
            "test", "xterm", new ByteArrayInputStream(new byte[0]), bytes, StandardCharsets.UTF_8);
    terminal.setSize(new Size(columns, rows));
    return terminal;
  }

  private void play(Progress progress) {
    RunState run = SampleRun.middle();
    progress.moved(run);
    for (int tenth = 0; tenth < 205; tenth++) {
      clock.pass(Duration.ofMillis(100));
      progress.moved(run);
    }
    run.cells().stream()
        .filter(c -> LineProgress.isDecided(c.verdict()))
        .forEach(c -> progress.decided(c, run));
    progress.ended(run, true);
  }

  @Test
  void pipesGetALineForEachDecisionAndAHeartbeat() {
    play(new LineProgress(out, clock));
    Golden.check("progress-lines.txt", said());
    assertThat(said())
        .contains("ticket-triage x qwen: FIT after 44 of 200 cases (quality >= 0.93 at 95 %)");
    assertThat(said()).matches("[\\p{ASCII}]*");
  }

  @Test
  void whatDoesNotChangeIsSaidEveryHalfMinute() {
    var progress = new LineProgress(out, clock);
    for (int second = 0; second < 100; second++) {
      progress.moved(SampleRun.state(List.of(), List.of()));
      clock.pass(Duration.ofSeconds(1));
    }
    assertThat(said().lines()).hasSize(4);
    progress.moved(SampleRun.state(List.of(), List.of("ollama loads qwen")));
    assertThat(said().lines()).hasSize(5);
  }

  @Test
  void whatNobodyKnowsThePriceOfIsNoZero() {
    RunState known = SampleRun.state(List.of(), List.of());
    var free = unpriced(known, Money.ZERO);
    assertThat(LineProgress.closing(free)).contains("calls for an unknown amount in");
    assertThat(LineProgress.standing(free)).contains("this run an unknown amount of $2.00");
    assertThat(LineProgress.standing(unpriced(known, Money.usd(0.5))))
        .contains("this run $0.50 and an unknown amount");
  }

  private static RunState unpriced(RunState run, Money spent) {
    return new RunState(
        run.cells(),
        run.callsMade(),
        run.callsPossible(),
        run.newCalls(),
        spent,
        run.budget(),
        run.elapsed(),
        run.left(),
        run.inFlight(),
        run.waiting(),
        true);
  }

  @Test
  void aBudgetThatWasRaisedIsSaidAtOnce() {
    var progress = new LineProgress(out, clock);
    RunState before = SampleRun.state(List.of(), List.of());
    progress.moved(before);
    progress.moved(
        new RunState(
            before.cells(),
            before.callsMade(),
            before.callsPossible(),
            before.newCalls(),
            before.spent(),
            Optional.of(Money.usd(3.5)),
            before.elapsed(),
            before.left(),
            before.inFlight(),
            before.waiting()));

    assertThat(said().lines().toList()).hasSize(2).last().isEqualTo("the budget was raised: $3.50");
  }

  @Test
  void whatHoldsARunUpIsSaidAtOnceAndThenEveryHalfMinute() {
    var progress = new LineProgress(out, clock);
    progress.moved(SampleRun.state(List.of(), List.of()));
    for (int second = 1; second <= 40; second++) {
      clock.pass(Duration.ofSeconds(1));
      progress.moved(SampleRun.state(List.of(), List.of("no answer yet, after " + second + " s")));
    }
    assertThat(said().lines().filter(line -> line.startsWith("waiting: ")))
        .containsExactly("waiting: no answer yet, after 1 s", "waiting: no answer yet, after 31 s");
  }

  @Test
  void whatTheFirstInterruptDoesIsSaidAtOnceInEveryMedium() throws IOException {
    String sentence =
        "Ending: 8 calls in flight are awaited for 10 s at most, since what comes back is paid for"
            + " and kept; Ctrl-C again ends at once.";
    var grace = Duration.ofSeconds(10);
    new LineProgress(out, clock).ending(SampleRun.middle(), grace);
    assertThat(said().strip()).isEqualTo(sentence);
    bytes.reset();
    new JsonProgress(out, clock).ending(SampleRun.middle(), grace);
    assertThat(said()).contains("\"event\":\"ending\"", "\"grace_ms\":10000", "\"in_flight\":8");
    for (int rows : new int[] {6, 12, 24}) {
      bytes.reset();
      try (var live = new LiveMatrix(terminal(60, rows), clock, true, true)) {
        live.moved(SampleRun.middle());
        bytes.reset();
        live.ending(SampleRun.middle(), grace);
      }
      List<String> lines = plain(said()).lines().toList();
      assertThat(String.join(" ", lines)).contains(sentence);
      assertThat(lines.size()).isLessThan(rows);
    }
  }

  @Test
  void programsGetOneObjectALineAndAtMostOneMoveASecond() {
    play(new JsonProgress(out, clock));
    Golden.check(
        "progress.jsonl", said().lines().distinct().skip(18).reduce("", (a, b) -> a + b + "\n"));
    var mapper = JsonMapper.builder().build();
    List<JsonNode> events = said().lines().map(mapper::readTree).toList();
    assertThat(events.stream().filter(e -> e.get("event").asString().equals("moved"))).hasSize(21);
    assertThat(events.getLast().get("event").asString()).isEqualTo("ended");
    assertThat(events.getLast().get("stopped").asBoolean()).isTrue();
  }

  @Test
  void terminalsShowTheWholeMatrix() throws IOException {
    try (var live = new LiveMatrix(terminal(100, 30), clock, false, true)) {
      live.moved(SampleRun.middle());
    }
    Golden.check("live-100.txt", plain(said()));
  }

  @Test
  void narrowPlainTerminalsShowItInBlocks() throws IOException {
    try (var live = new LiveMatrix(terminal(44, 40), clock, false, false)) {
      live.moved(SampleRun.middle());
    }
    Golden.check("live-44.txt", plain(said()));
    assertThat(plain(said())).matches("[\\p{ASCII}]*");
  }

  @Test
  void noFrameIsLargerThanTheTerminal() throws IOException {
    for (int columns : new int[] {40, 60, 80, 120, 200}) {
      for (int rows : new int[] {6, 9, 12, 24}) {
        bytes.reset();
        try (var live = new LiveMatrix(terminal(columns, rows), clock, true, true)) {
          live.moved(SampleRun.middle());
        }
        List<String> lines = plain(said()).lines().toList();
        assertThat(lines.size()).as("rows at %s x %s", columns, rows).isLessThan(rows);
        assertThat(lines).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(columns));
      }
    }
  }

  @Test
  void aFrameIsDrawnOverTheOneBeforeEvenWhenTheWindowShrank() throws IOException {
    Terminal terminal = terminal(100, 30);
    var live = new LiveMatrix(terminal, clock, false, true);
    live.moved(SampleRun.middle());
    List<Integer> lengths = plain(said()).lines().map(String::length).toList();
    bytes.reset();
    terminal.setSize(new Size(50, 30));
    clock.pass(Duration.ofSeconds(1));
    live.moved(SampleRun.middle());
    int rows = lengths.stream().mapToInt(l -> Math.max(1, Math.ceilDiv(l, 50))).sum();
    assertThat(said()).contains("\u001b[" + rows + "A");
    live.close();
  }

  @Test
  void aWindowThatCannotBeMeasuredIsDrawnAsItWas() throws IOException {
    var ended = new AtomicBoolean();
    var terminal =
        new DumbTerminal(
            "test", "xterm", new ByteArrayInputStream(new byte[0]), bytes, StandardCharsets.UTF_8) {
          @Override
          public Size getSize() {
            if (ended.get()) {
              throw new IOError(new IOException("Ctrl-C ended the program that measures"));
            }
            return new Size(100, 30);
          }
        };
    var live = new LiveMatrix(terminal, clock, false, true);
    live.moved(SampleRun.middle());
    String before = plain(said());
    bytes.reset();
    ended.set(true);
    clock.pass(Duration.ofSeconds(1));
    live.moved(SampleRun.middle());
    assertThat(plain(said())).isEqualTo(before);
    live.ended(SampleRun.middle(), true);
    assertThat(plain(said())).contains("Stopped: 3 of 9 decided;");
  }

  @Test
  void theCursorComesBackHoweverTheRunEnds() throws IOException {
    for (boolean ended : new boolean[] {true, false}) {
      bytes.reset();
      var live = new LiveMatrix(terminal(80, 24), clock, true, true);
      live.moved(SampleRun.middle());
      assertThat(said()).contains("\u001b[?25l").doesNotContain("\u001b[?25h");
      if (ended) {
        live.ended(SampleRun.middle(), true);
        assertThat(plain(said())).contains("Stopped: 3 of 9 decided;");
      }
      live.close();
      live.close();
      live.moved(SampleRun.middle());
      assertThat(said()).endsWith("\u001b[?25h");
      assertThat(said().split("\u001b\\[\\?25h", -1)).hasSize(2);
    }
  }

  private static String plain(String text) {
    var lines = new ArrayList<String>();
    text.replaceAll("\u001b\\[[?0-9;]*[A-Za-z]", "").replace("\r", "").lines().forEach(lines::add);
    return String.join("\n", lines) + "\n";
  }
}
