package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.grade.Markup;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenAiVendorTest extends VendorContract {
  OpenAiVendorTest() {
    super(Vendor.OPENAI, ProviderKind.VLLM);
  }

  @Test
  void theLimitIsExchangedForItsOtherName() {
    try (var server = new VendorServer(Vendor.OPENAI);
        var wire = new HttpConnections()) {
      var model =
          Asking.model(ProviderKind.OPENAI, server.address(), Asking.PATIENT, Optional.empty());
      var provider = new HttpProvider(model, wire, Set.of());
      server.next(new VendorMishap.RefusedParameter("max_tokens"));
      var settings =
          Asking.settings(OptionalDouble.empty(), OptionalInt.of(33), OptionalLong.empty());
      reply(provider.ask(Asking.question("Hi", settings)));
      assertThat(server.received()).hasSize(2);
      assertThat(server.received().get(0).body()).contains("\"max_tokens\":33");
      assertThat(server.received().get(1).body())
          .contains("\"max_completion_tokens\":33")
          .doesNotContain("\"max_tokens\"");
    }
  }

  /// Reasoning that the server leaves in the text is told apart here, but a client of the server
  /// gets it: what looks for left-over markup must know.
  @Test
  void reasoningLeftInTheTextCarriesItsMark() {
    try (var server = new VendorServer(Vendor.OPENAI);
        var wire = new HttpConnections()) {
      server.says(List.of("<thi", "nk>Hm.", "</think>", "Yes."));
      var model =
          Asking.model(ProviderKind.VLLM, server.address(), Asking.PATIENT, Optional.empty());
      var reply = reply(new HttpProvider(model, wire, Set.of()).ask(question())).reply();
      assertThat(reply.text()).isEqualTo("Yes.");
      assertThat(Markup.in(reply)).contains(new Markup(Markup.Kind.THINKING, "<think>"));
    }
  }

  @Test
  void onlyLlamaCppIsToldToForgoItsCache() {
    try (var server = new VendorServer(Vendor.OPENAI);
        var wire = new HttpConnections()) {
      for (ProviderKind kind : new ProviderKind[] {ProviderKind.LLAMACPP, ProviderKind.VLLM}) {
        var model = Asking.model(kind, server.address(), Asking.PATIENT, Optional.empty());
        reply(new HttpProvider(model, wire, Set.of()).ask(question()));
      }
      assertThat(server.received().get(0).body()).contains("\"cache_prompt\":false");
      assertThat(server.received().get(1).body()).doesNotContain("cache_prompt");
      assertThat(server.received().get(1).path()).isEqualTo("/v1/chat/completions");
    }
  }
}
