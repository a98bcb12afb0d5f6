package dev.metier.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.web.ScreenChange.Cell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What open pages hear, and when.
class EventStreamsTest {
  private static final Instant START = Instant.parse("2026-11-28T14:00:00Z");

  private final EventLog log = new EventLog("a");
  private final EventStreams streams = new EventStreams(log);

  /// A page that keeps what it hears.
  private static final class Page implements EventStreams.Sink {
    private final List<String> heard = new ArrayList<>();
    private boolean reads = true;
    private boolean ended;

    @Override
    public boolean write(String text) {
      heard.add(text);
      return reads;
    }

    @Override
    public void end() {
      ended = true;
    }

    String all() {
      return String.join("", heard);
    }
  }

  private static List<ScreenChange> cells(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> (ScreenChange) new Cell("job", "m" + i))
        .toList();
  }

  private Page opened(String since) {
    var page = new Page();
    assertThat(streams.open(page, Optional.of(since), START)).isTrue();
    return page;
  }

  @Test
  void aChangeIsNamedWithItsNumberAndNotTold() {
    Page page = opened("a-0");
    streams.publish(List.of(new Cell("triage", "qwen")), START);

    assertThat(page.heard.getLast())
        .isEqualTo("id: a-1\nevent: cell\ndata: {\"job\":\"triage\",\"model\":\"qwen\"}\n\n");
  }

  @Test
  void whatAPageMissedIsRepeatedOnce() {
    streams.publish(cells(0, 5), START);

    assertThat(opened("a-3").all())
        .contains("id: a-4\n", "id: a-5\n")
        .doesNotContain("id: a-3\n", "reset");
    assertThat(opened("a-5").all()).isEqualTo("event: beat\ndata: {}\n\n");
  }

  @Test
  void whoeverMissedMoreThanIsKeptLoadsEverythingAnew() {
    streams.publish(cells(0, EventLog.KEPT + 5), START);

    assertThat(opened("a-5").all()).contains("id: a-6\n").doesNotContain("reset");
    assertThat(opened("a-4").all()).isEqualTo("id: a-1005\nevent: reset\ndata: {}\n\n");
  }

  @Test
  void aNumberOfAnotherStartOrNoneLoadsEverythingAnew() {
    for (String odd :
        List.of("b-1", "a-7", "a-", "-1", "", "a-99999999999999999999", "a-x\nid: 1")) {
      assertThat(opened(odd).all()).as(odd).contains("event: reset\n").contains("id: a-0\n");
    }
  }

  @Test
  void aStreamThatIsStillBeatsEveryFifteenSeconds() {
    Page page = opened("a-0");
    int before = page.heard.size();
    streams.beat(START.plusSeconds(14));
    assertThat(page.heard).hasSize(before);
    streams.beat(START.plusSeconds(15));
    assertThat(page.heard.getLast()).isEqualTo("event: beat\ndata: {}\n\n");
    streams.publish(cells(0, 1), START.plusSeconds(20));
    int after = page.heard.size();
    streams.beat(START.plusSeconds(31));
    assertThat(page.heard).as("it heard something meanwhile").hasSize(after);
    streams.beat(START.plusSeconds(35));
    assertThat(page.heard).hasSize(after + 1);
  }

  @Test
  void aPageThatDoesNotReadIsLetGo() {
    Page slow = opened("a-0");
    Page other = opened("a-0");
    slow.reads = false;
    streams.publish(cells(0, 1), START);
    streams.publish(cells(1, 2), START);

    assertThat(slow.ended).isTrue();
    assertThat(slow.all()).contains("a-1").doesNotContain("a-2");
    assertThat(other.all()).contains("a-1").contains("a-2");
  }

  @Test
  void noMorePagesAreOpenThanAPersonHas() {
    for (int i = 0; i < EventStreams.MOST; i++) {
      opened("a-0");
    }
    assertThat(streams.open(new Page(), Optional.empty(), START)).isFalse();
  }

  @Test
  void whatIsClosedHearsNothingAndTheEndEndsAll() {
    Page closed = opened("a-0");
    Page open = opened("a-0");
    streams.close(closed);
    streams.publish(cells(0, 1), START);
    streams.end();

    assertThat(closed.all()).doesNotContain("a-1");
    assertThat(closed.ended).isFalse();
    assertThat(open.ended).isTrue();
    assertThat(streams.isEmpty()).isTrue();
  }
}
