package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ModelProfile.SystemMessages;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemTurnsTest {
  private static final Message USE =
      new Message(Role.ASSISTANT, List.of(new Part.ToolUse("a", "look", "{}")));
  private static final Message RESULT =
      new Message(Role.TOOL, List.of(new Part.ToolResult("a", "rain", false)));

  private static Message system(String text) {
    return Message.of(Role.SYSTEM, text);
  }

  private static Message user(String... texts) {
    return new Message(
        Role.USER, Arrays.stream(texts).<Part>map(text -> new Part.Text(text)).toList());
  }

  private static String reminder(String text) {
    return "<system-reminder>\n" + text + "\n</system-reminder>";
  }

  private static List<Message> leading(Message... messages) {
    return SystemTurns.placed(List.of(messages), SystemMessages.LEADING);
  }

  @Test
  void thoseAtTheBeginningAreOne() {
    List<Message> placed = leading(system("One."), system("Two."), user("Hi"));
    assertThat(placed).hasSize(2);
    assertThat(placed.getFirst().role()).isEqualTo(Role.SYSTEM);
    assertThat(placed.getFirst().parts())
        .containsExactly(new Part.Text("One.\n"), new Part.Text("Two."));
  }

  @Test
  void aLaterOneBecomesTextOfTheUsersTurnBesideIt() {
    assertThat(leading(system("One."), user("Hi"), system("Two.")))
        .containsExactly(system("One."), user("Hi", reminder("Two.")));
    Message said = Message.of(Role.ASSISTANT, "Yes");
    assertThat(leading(user("Hi"), said, system("Two."), user("More")))
        .containsExactly(user("Hi"), said, user(reminder("Two."), "More"));
  }

  @Test
  void whatStandsBeforeItStaysAsItWas() {
    Message said = Message.of(Role.ASSISTANT, "Yes");
    List<Message> before = leading(system("One."), user("Hi"), said, user("More"));
    List<Message> after =
        leading(system("One."), user("Hi"), said, user("More"), said, system("Two."));
    assertThat(after.subList(0, before.size())).isEqualTo(before);
  }

  @Test
  void resultsStayDirectlyBehindTheirCalls() {
    List<Message> placed = leading(user("Hi"), USE, system("Two."), RESULT);
    assertThat(Turns.settled(placed, true))
        .extracting(Message::role)
        .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.USER);
  }

  @Test
  void whatIsMarkedAlreadyIsNotMarkedTwice() {
    assertThat(leading(user("Hi"), system(reminder("Two."))))
        .containsExactly(user("Hi", reminder("Two.")));
  }

  @Test
  void aModelThatTakesThemAnywhereGetsThemWhereTheyStand() {
    var all = List.of(system("One."), user("Hi"), system("Two."));
    assertThat(SystemTurns.placed(all, SystemMessages.ANYWHERE)).isSameAs(all);
  }
}
