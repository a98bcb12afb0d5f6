package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// An answer that breaks before it has said anything comes from the next model, also where the
/// client speaks the model's own protocol.
class FallbackBeforeContentTest {
  private static final String ROLE =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
          + "\"finish_reason\":null}]}\n\n";
  private static final String START =
      "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":"
          + "\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":[],\"usage\":"
          + "{\"input_tokens\":5,\"output_tokens\":1}}}\n\n";

  /// A server of this kind that answers so, whether a stream was asked for or not.
  private record Row(String name, Spoken spoken, boolean stream, String answer) {}

  @TempDir private Path folder;

  private static List<Row> rows() {
    return List.of(
        new Row("[DONE] alone", Spoken.CHAT, true, "data: [DONE]\n\n"),
        new Row("[DONE] behind the role", Spoken.CHAT, true, ROLE + "data: [DONE]\n\n"),
        new Row("cut behind the role", Spoken.CHAT, true, ROLE),
        new Row(
            "an error behind the role",
            Spoken.CHAT,
            true,
            ROLE + "data: {\"error\":{\"message\":\"x\",\"code\":503}}\n\n"),
        new Row("no choices", Spoken.CHAT, true, "data: {\"choices\":[]}\n\ndata: [DONE]\n\n"),
        new Row("no choices, whole", Spoken.CHAT, false, "{\"id\":\"x\",\"choices\":[]}"),
        new Row("cut behind its start", Spoken.MESSAGES, true, START),
        new Row(
            "no reason to end",
            Spoken.MESSAGES,
            true,
            START + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));
  }

  @TestFactory
  Stream<DynamicTest> theNextModelAnswers() {
    return rows().stream().map(row -> DynamicTest.dynamicTest(row.name, () -> check(row)));
  }

  private void check(Row row) throws Exception {
    boolean chat = row.spoken == Spoken.CHAT;
    Vendor vendor = chat ? Vendor.OPENAI : Vendor.ANTHROPIC;
    ProviderKind kind = chat ? ProviderKind.VLLM : ProviderKind.ANTHROPIC;
    var broken = new VendorMishap.Verbatim(row.answer);
    try (var first = new VendorServer(vendor);
        var second = new VendorServer(vendor);
        var served =
            new Served(folder)
                .model("one", kind, DataClass.RESTRICTED, first.address())
                .model("two", kind, DataClass.RESTRICTED, second.address())
                .job("j", DataClass.INTERNAL, "one", "two")
                .start()) {
      second.says(List.of("from ", "the ", "second"));
      first.next(broken, broken);
      HttpResponse<String> answer =
          served.post(row.spoken.path(), row.spoken.request("j", row.stream));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("second").doesNotContain("error");
      assertThat(answer.headers().firstValue("x-metier-model")).hasValue("two");
    }
  }
}
