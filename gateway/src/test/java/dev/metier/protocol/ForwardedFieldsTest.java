package dev.metier.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.wire.Fields;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What goes on to whom.
class ForwardedFieldsTest {
  private static final Fields REQUEST =
      Fields.of(
              "{\"model\":\"m\",\"messages\":[],\"mirostat\":2,\"fallbacks\":[],\"store\":true}"
                  .getBytes(UTF_8))
          .orElseThrow();

  @Test
  void aVendorGetsOnlyWhatIsKnownAndAllowed() {
    assertThat(ForwardedFields.removed(REQUEST, "chat", false, Set.of()))
        .containsExactlyInAnyOrder("mirostat", "fallbacks", "store");
    assertThat(ForwardedFields.removed(REQUEST, "messages", false, Set.of("store", "mirostat")))
        .containsExactly("fallbacks");
  }

  @Test
  void aServerOfOnesOwnGetsWhatNobodyHereKnows() {
    assertThat(ForwardedFields.removed(REQUEST, "chat", true, Set.of()))
        .containsExactlyInAnyOrder("fallbacks", "store");
  }
}
