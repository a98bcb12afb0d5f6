package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Role;
import dev.metier.chat.Tool;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.testing.LlamaServer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The contract against a real llama-server with a real, tiny model, through both of its APIs.
class LlamaServerTest {
  private static final HttpConnections WIRE = new HttpConnections();

  /// Through one API of the server.
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Served extends HttpContract {
    private final ProviderKind kind;
    private final String path;
    private final LlamaServer server;

    Served(ProviderKind kind, String path, LlamaServer server) {
      this.kind = kind;
      this.path = path;
      this.server = server;
    }

    @Override
    Provider provider() {
      return new HttpProvider(model(), WIRE, Set.of());
    }

    Model model() {
      return Asking.model(kind, server.root() + path, Asking.PATIENT, Optional.empty());
    }

    @Override
    Question question() {
      return Asking.question("My card was charged twice for one order.", limit(12));
    }

    static dev.metier.chat.Settings limit(int tokens) {
      return Asking.settings(OptionalDouble.of(0), OptionalInt.of(tokens), OptionalLong.of(1));
    }

    @Test
    void theTinyModelNamesTheLabel() {
      Answer.Reply reply = reply(provider().ask(question()));
      assertThat(reply.reply().text()).contains("billing");
      assertThat(reply.reply().usage().estimated()).isFalse();
      assertThat(reply.timing().firstToken()).isPresent();
    }

    @Test
    void aPromptThatIsTooLongIsToldAsSuch() {
      Answer.Failure failure =
          failure(provider().ask(Asking.question("card ".repeat(2000), limit(5))));
      assertThat(failure.cause()).isEqualTo(Cause.TOO_LONG);
      assertThat(failure.detail()).contains("512");
    }

    @Test
    void requestsWithToolsAreUnderstood() {
      var tool = new Tool("refund", "Pays back", "{\"type\":\"object\",\"properties\":{}}");
      var request = new ChatRequest(List.of(Message.of(Role.USER, "Hi")), List.of(tool), limit(5));
      Question asked = question();
      Answer answer =
          provider().ask(new Question(asked.job(), asked.caseId(), asked.repeat(), request));
      // the tiny model's template knows no tools; its server may say so or leave them out
      if (answer instanceof Answer.Failure failure) {
        assertThat(failure.cause()).isIn(Cause.BAD_REQUEST, Cause.TOO_LONG, Cause.SERVER_ERROR);
      } else {
        assertThat(reply(answer).reply().usage().input()).isPositive();
      }
    }
  }

  private static Optional<LlamaServer> running = Optional.empty();

  @BeforeAll
  static void start() {
    running = Optional.of(LlamaServer.startOrSkip());
  }

  @AfterAll
  static void stop() {
    running.ifPresent(LlamaServer::close);
    WIRE.close();
  }

  @Nested
  class ChatCompletions extends Served {
    ChatCompletions() {
      super(ProviderKind.LLAMACPP, "/v1", running.orElseThrow());
    }

    @Test
    void theServerTellsWhatItServes() {
      Identity identity = provider().identify();
      assertThat(identity.trouble()).isEmpty();
      assertThat(identity.window()).hasValue(512);
      assertThat(identity.slots()).hasValue(2);
      assertThat(identity.elsewhere()).isEmpty();
      assertThat(identity.fingerprint().facts())
          .containsEntry("file", "triage-Q8_0.gguf")
          .containsEntry("n_params", "164416")
          .containsEntry("ftype", "Q8_0")
          .containsKeys("build", "template", "size");
    }

    @Test
    void itsOwnSpeedIsRead() {
      assertThat(reply(provider().ask(question())).timing().tokensPerSecond().orElse(0))
          .isPositive();
    }

    /// The server refuses that of streams.
    @Test
    void howLikelyTokensWereIsToldBesideToolsToo() {
      var tool = new Tool("refund", "Pays back", "{\"type\":\"object\",\"properties\":{}}");
      var request =
          new ChatRequest(
              List.of(Message.of(Role.USER, "Hi")), List.of(tool), limit(5).withLikelihood());
      Question asked = question();
      Answer answer =
          provider().ask(new Question(asked.job(), asked.caseId(), asked.repeat(), request));
      assertThat(reply(answer).reply().likelihood()).isPresent();
    }

    @Test
    void nothingComesFromTheCache() {
      reply(provider().ask(question()));
      assertThat(reply(provider().ask(question())).reply().usage().cached()).isZero();
    }
  }

  @Nested
  class Messages extends Served {
    Messages() {
      super(ProviderKind.ANTHROPIC, "", running.orElseThrow());
    }
  }
}
