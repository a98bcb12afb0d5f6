package dev.metier.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.learn.LabelModel.Labelled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelModelTest {
  private static final List<String> WORDS = List.of("invoice", "parcel", "password");
  private static final List<String> LABELS = List.of("billing", "delivery", "account");

  private static List<Labelled> tickets() {
    var tickets = new ArrayList<Labelled>();
    var lot = new Lot(1);
    for (int i = 0; i < 90; i++) {
      String text = "About my " + WORDS.get(i % 3) + " of day " + lot.next() + ", please look.";
      tickets.add(new Labelled(NgramCounts.of(text), LABELS.get(i % 3)));
    }
    return tickets;
  }

  @Test
  void givesTheLabelThatTheWordsSpeakFor() {
    var model = LabelModel.fit(tickets());
    assertThat(model.labels()).containsExactly("account", "billing", "delivery");
    for (int i = 0; i < 3; i++) {
      String text = "A question about the " + WORDS.get(i) + " again";
      assertThat(model.label(NgramCounts.of(text))).isEqualTo(LABELS.get(i));
    }
  }

  @Test
  void aFileGivesTheSameLabels() throws IOException {
    var model = LabelModel.fit(tickets());
    byte[] bytes = model.bytes();
    var read = LabelModel.read(bytes);
    assertThat(read.bytes()).isEqualTo(bytes);
    for (String text : List.of("my parcel", "a password, an invoice", "nothing of this", "")) {
      var counts = NgramCounts.of(text);
      assertThat(read.label(counts)).as(text).isEqualTo(model.label(counts));
    }
  }

  @Test
  void learningTwiceGivesTheSameBytes() {
    assertThat(LabelModel.fit(tickets()).bytes()).isEqualTo(LabelModel.fit(tickets()).bytes());
  }

  @Test
  void whatIsNoModelIsNotRead() {
    byte[] bytes = LabelModel.fit(tickets()).bytes();
    assertThatThrownBy(() -> LabelModel.read(Arrays.copyOf(bytes, bytes.length / 2)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> LabelModel.read(new byte[] {0, 1, 'x'}))
        .isInstanceOf(IOException.class);
  }
}
