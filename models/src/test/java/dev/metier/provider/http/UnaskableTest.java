package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.provider.Answer;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnaskableTest {
  @Test
  void whatCannotBeCalledAtAllFailsAtOnceAndSaysWhy() {
    var model =
        Asking.model(
            ProviderKind.VLLM, "http://127.0.0.1:99999/v1", Asking.PATIENT, Optional.empty());
    try (var wire = new HttpConnections();
        var provider = new HttpProvider(model, wire, Set.of())) {
      assertThat(provider.ask(Asking.question("Hello")))
          .isInstanceOfSatisfying(
              Answer.Failure.class,
              failure -> {
                assertThat(failure.cause()).isEqualTo(Answer.Cause.CONNECT);
                assertThat(failure.detail()).contains("port");
              });
      assertThat(provider.identify().trouble()).isPresent();
    }
  }
}
