package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.dialect.ReplyAssembly;
import dev.metier.dialect.WireError;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A signature of Google's that Google no longer takes costs the thought, and not the conversation.
class RefusedSignatureTest {
  private static final String LOST = "skip_thought_signature_validator";

  private static Model model() {
    return new Model(
        new ModelName("google"),
        ProviderKind.GOOGLE,
        "gemini-3-pro-preview",
        Optional.of("http://127.0.0.1:9"),
        Optional.empty(),
        new Host("there", DataClass.PUBLIC),
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Asking.PATIENT,
        Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A conversation in which the model made a call and signed it.
  private static ChatRequest signed(ModelEndpoint google) {
    var answer = new ReplyAssembly();
    google
        .dialect()
        .reader()
        .readWhole(
            bytes(
                "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"weather\","
                    + "\"args\":{}},\"thoughtSignature\":\"c2lnbmVk\"}]},\"finishReason\":\"STOP\"}]}"))
        .forEach(answer::add);
    return new ChatRequest(
        List.of(
            Message.of(Role.USER, "Weather?"),
            new Message(Role.ASSISTANT, answer.reply().parts()),
            new Message(
                Role.TOOL, List.of(new Part.ToolResult("call_0", "\"thoughtSignature\":", false)))),
        List.of(new Tool("weather", "", "{\"type\":\"object\"}")),
        Settings.NONE);
  }

  private static String body(ModelEndpoint google, ChatRequest request) {
    return new String(
        google.dialect().writeRequest(request, google.model().id(), false), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Corrupted thought signature.",
        "Invalid thought signature.",
        "Unable to submit request because Thought signature is not valid."
      })
  void theRequestIsRepeatedWithoutItAndNothingIsLearnt(String words) {
    ModelEndpoint google = ModelEndpoint.of(model(), Set.of());
    ChatRequest request = signed(google);
    String sent = body(google, request);
    assertThat(sent).contains("\"thoughtSignature\":\"c2lnbmVk\"");
    WireError refusal =
        google
            .dialect()
            .readError(
                400,
                bytes(
                    "{\"error\":{\"code\":400,\"message\":\""
                        + words
                        + "\",\"status\":\"INVALID_ARGUMENT\"}}"));
    ModelEndpoint next = google.after(refusal, bytes(sent)).orElseThrow();
    assertThat(body(next, request)).contains(LOST).doesNotContain("c2lnbmVk");
    assertThat(next.dialect().cannotExpress(request)).contains("thinking");
    var learned = new LearnedEndpoint(google);
    learned.learn(List.of(refusal));
    assertThat(body(learned.now(), request)).isEqualTo(sent);
  }
}
