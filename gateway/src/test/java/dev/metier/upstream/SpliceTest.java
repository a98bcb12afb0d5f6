package dev.metier.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.wire.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpliceTest {
  private static Splice of(String json) {
    return new Splice(Fields.of(json.getBytes(StandardCharsets.UTF_8)).orElseThrow());
  }

  private static String text(Splice splice) {
    return splice.body().toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsNotNamedStaysByteForByte() {
    assertThat(text(of(" { \"a\" : 1 ,\"model\":\"x\", \"b\":[1, 2] } ").text("model", "y\"z")))
        .isEqualTo(" { \"a\" : 1 ,\"model\":\"y\\\"z\", \"b\":[1, 2] } ");
  }

  @Test
  void fieldsAreLeftOutWithTheirCommas() {
    assertThat(text(of("{\"a\":1,\"b\":2,\"c\":3}").without(Set.of("a"))))
        .isEqualTo("{\"b\":2,\"c\":3}");
    assertThat(text(of("{\"a\":1,\"b\":2,\"c\":3}").without(Set.of("b"))))
        .isEqualTo("{\"a\":1,\"c\":3}");
    assertThat(text(of("{\"a\":1,\"b\":2,\"c\":3}").without(Set.of("c"))))
        .isEqualTo("{\"a\":1,\"b\":2}");
    assertThat(text(of("{\"a\":1,\"b\":2}").without(Set.of("a", "b")))).isEqualTo("{}");
    assertThat(text(of("{\"a\":1,\"b\":2}").without(Set.of("a", "b")).set("d", "4")))
        .isEqualTo("{\"d\":4}");
  }

  @Test
  void fieldsAreAddedOnlyWhereTheyAreMissing() {
    assertThat(text(of("{\"a\":1}").usually("a", "2").usually("b", "3")))
        .isEqualTo("{\"a\":1,\"b\":3}");
    assertThat(text(of("{}").set("b", "true"))).isEqualTo("{\"b\":true}");
  }
}
