package dev.metier.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.job.JobName;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ScriptedProviderTest {
  @Test
  void answersComeInTheOrderTheyAreReleased() throws Exception {
    try (var provider = ScriptedProvider.saying(Question::caseId).hold();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> provider.ask(asked("a")));
      var second = threads.submit(() -> provider.ask(asked("b")));
      provider.awaitHeld(2);
      provider.release("b", 0);
      assertThat(second.get()).isEqualTo(ScriptedProvider.reply("b"));
      assertThat(first.isDone()).isFalse();
      provider.releaseAll();
      assertThat(first.get()).isEqualTo(ScriptedProvider.reply("a"));
      assertThat(provider.calls()).isEqualTo(2);
      assertThat(provider.questions()).extracting(Question::caseId).containsOnly("a", "b");
    }
  }

  @Test
  void anInterruptedCallEnds() throws Exception {
    try (var provider = ScriptedProvider.saying(Question::caseId).hold()) {
      var answers = new java.util.concurrent.LinkedBlockingQueue<Answer>();
      Thread thread = Thread.startVirtualThread(() -> answers.add(provider.ask(asked("a"))));
      provider.awaitHeld(1);
      thread.interrupt();
      assertThat(answers.take()).isInstanceOf(Answer.Failure.class);
    }
  }

  private static Question asked(String caseId) {
    var request = new ChatRequest(List.of(Message.of(Role.USER, "x")), List.of(), Settings.NONE);
    return new Question(new JobName("j"), caseId, 0, request);
  }
}
