package dev.metier.starter.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import dev.metier.starter.draw.StarterCase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistersTest {
  @Test
  void registersAreAsLongAsTheirSliceSays() {
    var encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    var sizes = Map.of("4k", 4_000, "8k", 8_000, "16k", 16_000, "32k", 32_000);
    List<StarterCase> cases = Registers.cases();
    sizes.forEach((slice, tokens) -> {
      StarterCase one =
          cases.stream().filter(c -> c.slices().contains(slice)).findFirst().orElseThrow();
      int found = encoding.countTokensOrdinary(String.valueOf(one.vars().get("register")));
      assertThat(found).as(slice).isBetween(tokens * 85 / 100, tokens * 105 / 100);
    });
  }
}
