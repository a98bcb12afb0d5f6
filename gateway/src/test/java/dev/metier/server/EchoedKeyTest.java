package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.KeySource;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// A server that sends our key back: no client gets it, in an answer or in an error.
class EchoedKeyTest {
  private static final String KEY = "sk-test-0123456789abcdefghijklmnop";

  private record Row(Vendor vendor, ProviderKind kind, Spoken spoken, boolean stream) {
    @Override
    public String toString() {
      return kind + " to " + spoken + (stream ? ", streamed" : ", whole");
    }
  }

  @TempDir private Path folder;

  private static Stream<Row> rows() {
    List<Row> all = new ArrayList<>();
    for (Spoken spoken : Spoken.values()) {
      for (boolean stream : new boolean[] {true, false}) {
        all.add(new Row(Vendor.OPENAI, ProviderKind.VLLM, spoken, stream));
        all.add(new Row(Vendor.ANTHROPIC, ProviderKind.ANTHROPIC, spoken, stream));
        all.add(new Row(Vendor.OLLAMA, ProviderKind.OLLAMA, spoken, stream));
        all.add(new Row(Vendor.GOOGLE, ProviderKind.GOOGLE, spoken, stream));
      }
    }
    return all.stream();
  }

  @TestFactory
  Stream<DynamicTest> noClientGetsTheKeyOfAServer() {
    return rows().map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row)));
  }

  private void check(Row row) throws Exception {
    try (var server = new VendorServer(row.vendor);
        var served =
            new Served(folder)
                .upstreamKey(key())
                .model("m", row.kind, DataClass.PUBLIC, server.address())
                .job("j", DataClass.PUBLIC, "m")
                .start()) {
      server.says(List.of("It is ", "sk-", "test-0123", "456789abcdef", "ghijklmnop."));
      String split = ask(served, row);
      assertThat(split).contains("It is ", "[key]").doesNotContain("456789", "ghijklm");
      server.says(List.of("It is " + KEY + ", ", "said ", "twice: " + KEY));
      assertThat(ask(served, row)).contains("[key]").doesNotContain("456789");
      server.says(List.of("It begins with ", "sk-test", " only, and ", "sk-", "test-01"));
      assertThat(ask(served, row).replaceAll("\"[^\"]*\":|[^a-z0-9 -]", ""))
          .contains("sk-test")
          .contains("-01");
      server.next(
          new VendorMishap.RateLimited("x-key", KEY), new VendorMishap.RateLimited("x-key", KEY));
      assertThat(ask(served, row)).doesNotContain("456789");
    }
  }

  private KeySource key() throws IOException {
    return new KeySource.File(Files.writeString(folder.resolve("key"), KEY));
  }

  private static String ask(Served served, Row row) throws Exception {
    return served.post(row.spoken.path(), row.spoken.request("j", row.stream)).body();
  }
}
