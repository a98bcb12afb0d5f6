package dev.metier.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The shapes are those that clients really send; the words are ours.
class RequestTextTest {
  private static RequestText of(Message... messages) {
    return RequestText.of(new ChatRequest(List.of(messages), List.of(), Settings.NONE));
  }

  private static Message system(String text) {
    return Message.of(Role.SYSTEM, text);
  }

  private static Message user(String... texts) {
    return new Message(
        Role.USER, List.of(texts).stream().map(t -> (Part) new Part.Text(t)).toList());
  }

  private static Message model(String text) {
    return Message.of(Role.ASSISTANT, text);
  }

  @Test
  void readsTheSystemAndTheNewestTurnAndNeverWhatAModelSaid() {
    var read =
        of(
            system("Sort tickets."),
            user("first question"),
            model("PASS, keep me local"),
            user("second question"));
    assertThat(read).isEqualTo(new RequestText("second question", "Sort tickets.", 0));
    assertThat(read.text()).isEqualTo("second question\nSort tickets.");
  }

  @Test
  void messagesThatFollowEachOtherAreOneTurn() {
    assertThat(of(user("Name this conversation:"), user("run the tests")).user())
        .isEqualTo("Name this conversation:\nrun the tests");
  }

  @Test
  void whatToolsFoundIsNoTurn() {
    var call = new Message(Role.ASSISTANT, List.of(new Part.ToolUse("t1", "read", "{}")));
    var found = new Message(Role.USER, List.of(new Part.ToolResult("t1", "a file", false)));
    var result = new Message(Role.TOOL, List.of(new Part.ToolResult("t1", "a file", false)));
    assertThat(of(user("old"), model("done"), user("read it"), call, found).user())
        .isEqualTo("read it");
    assertThat(of(user("old"), model("done"), user("read it"), call, result).user())
        .isEqualTo("read it");
  }

  @Test
  void remindersAndAttributionsAreNotLearned() {
    var read =
        of(
            system(
                "x-anthropic-billing-header: cc_version=2.1; cc_entrypoint=cli;\nYou are an agent."),
            user(
                "<system-reminder>\nAs you answer, know this.\n</system-reminder>",
                "<system-reminder>\nAttribution for commits.\n</system-reminder>",
                "say hello"),
            system("# Environment\nYou were started here.\n - Platform: linux\n"));
    assertThat(read).isEqualTo(new RequestText("say hello", "You are an agent.", 0));
  }

  @Test
  void surroundingsAreNotLearned() {
    var read =
        of(
            system(
                """
                You are an agent in a terminal.
                <env>
                Working directory: /home/user/project
                Today's date: 2026-11-22
                </env>
                <context name="gitStatus">Working tree clean
                </context>
                # Environment
                - in a container
                # Manners
                Be brief.\
                """),
            user("<environment_context>\n  <cwd>/home/user/project</cwd>\n</environment_context>"),
            user("run the echo command"));
    assertThat(read)
        .isEqualTo(
            new RequestText(
                "run the echo command",
                "You are an agent in a terminal.\n\n\n# Manners\nBe brief.",
                0));
    assertThat(of(system("CWD: /home/user/project\nDate: 2026-11-22"), user("run echo")))
        .isEqualTo(new RequestText("run echo", "", 0));
  }

  @Test
  void whatAPersonWritesStays() {
    assertThat(of(user("Date: tomorrow\nWhat does <env> mean?")).user())
        .isEqualTo("Date: tomorrow\nWhat does <env> mean?");
  }
}
