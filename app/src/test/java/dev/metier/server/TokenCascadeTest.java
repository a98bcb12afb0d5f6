package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A cascade that looks at how long the first answer was, and whether it goes round in a loop.
class TokenCascadeTest {
  @TempDir private Path folder;
  private final VendorServer local = new VendorServer(Vendor.OPENAI);
  private final VendorServer hosted = new VendorServer(Vendor.ANTHROPIC);

  @AfterEach
  void end() {
    local.close();
    hosted.close();
  }

  private Served served(Check... checks) {
    local.says(List.of("from ", "local"));
    hosted.says(List.of("from hosted"));
    return new Served(folder)
        .checks(new AnswerChecks())
        .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
        .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, hosted.address())
        .cascade("j", DataClass.INTERNAL, List.of(checks), CascadeRules.USUAL, "local", "hosted")
        .start();
  }

  @ParameterizedTest
  @CsvSource({
    "1000,true,pass",
    "1000,false,pass",
    "1,true,failed:tokens:many",
    "1,false,failed:tokens:many"
  })
  void anAnswerIsKeptWhileItIsShort(int atMost, boolean stream, String said) throws Exception {
    try (var served = served(new Check.Loops(), new Check.Tokens(atMost))) {
      var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", stream));
      assertThat(answer.headers().firstValue("x-metier-check")).contains(said);
      assertThat(answer.body()).contains(said.equals("pass") ? "local" : "from hosted");
    }
  }
}
