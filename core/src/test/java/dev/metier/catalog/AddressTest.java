package dev.metier.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080/v1/, http://127.0.0.1:8080/v1",
    "https://api.example.com, https://api.example.com",
    "http://[::1]:65535, http://[::1]:65535"
  })
  void anAddressIsKeptWithoutSlashesAtItsEnd(String text, String kept) {
    var address = Address.of(text).orElseThrow();
    assertThat(address.text()).isEqualTo(kept);
    assertThat(address.reachable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://host:65536", "http://host:0/v1", "https://host:99999/v1"})
  void aPortThatCannotBeIsNotReachable(String text) {
    assertThat(Address.of(text).orElseThrow().reachable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost:8000", "ftp://host", "http://me:word@host", "http://host?x=1", "%"})
  void whatIsNoAddressOfAServerIsNone(String text) {
    assertThat(Address.of(text)).isEmpty();
  }
}
