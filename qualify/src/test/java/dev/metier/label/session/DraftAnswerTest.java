package dev.metier.label.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What models write when asked for a list of cases.
class DraftAnswerTest {
  private static final String ONE = "{\"input\": \"a } {\", \"expected\": \"b\", \"slice\": \"s\"}";

  @Test
  void listsFencesProseAndObjectsWithCasesAreRead() {
    for (String text :
        new String[] {
          "[" + ONE + "," + ONE + "]",
          "Here they are:\n```json\n[" + ONE + ",\n" + ONE + "]\n```\nShall I go on?",
          ONE + "\n" + ONE,
          "{\"cases\": [" + ONE + "," + ONE + "]}"
        }) {
      assertThat(DraftAnswer.read(text).cases())
          .as(text)
          .hasSize(2)
          .allMatch(each -> each.input().equals("a } {") && each.slice().equals("s"));
    }
  }

  @Test
  void whatIsCutOffOrLacksAPartIsCountedAsBroken() {
    var read = DraftAnswer.read("[" + ONE + ", {\"input\": \"x\"}, {\"input\": \"y\", \"expec");
    assertThat(read.cases()).hasSize(1);
    assertThat(read.broken()).isEqualTo(2);
  }

  @Test
  void aRefusalHasNoCases() {
    assertThat(DraftAnswer.read("I cannot help with that.")).isEqualTo(DraftAnswer.read(""));
  }

  @Test
  void anExpectedObjectIsItsJson() {
    var read = DraftAnswer.read("{\"input\": \"a\", \"expected\": {\"n\": 1}}");
    assertThat(read.cases().getFirst().expected()).isEqualTo("{\"n\":1}");
  }
}
