package dev.metier.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscalationNoteTest {
  @Test
  void theLaterModelLearnsWhichCheckFailedAndNothingElse() {
    var request =
        new ChatRequest(
            List.of(Message.of(Role.SYSTEM, "s"), Message.of(Role.USER, "label this")),
            List.of(),
            Settings.NONE);
    ChatRequest told = EscalationNote.told(request, "agree:1_of_3");
    assertThat(told.messages().getFirst()).isEqualTo(request.messages().getFirst());
    assertThat(told.messages().getLast().parts())
        .containsExactly(
            new Part.Text("label this"),
            new Part.Text("\n\n" + EscalationNote.sentence("agree:2_of_3")));
    assertThat(EscalationNote.sentence("agree:1_of_3")).contains("`agree`").doesNotContain("1_of");
  }

  @Test
  void afterToolResultsItStandsBehindTheUsersWords() {
    var request =
        new ChatRequest(
            List.of(Message.of(Role.USER, "u"), Message.of(Role.ASSISTANT, "a")),
            List.of(),
            Settings.NONE);
    assertThat(EscalationNote.told(request, "complete:empty").messages().getFirst().parts())
        .hasSize(2);
  }
}
