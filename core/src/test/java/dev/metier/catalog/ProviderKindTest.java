package dev.metier.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProviderKindTest {
  @Test
  void whatIsReachedOverHttpHasAnAddress() {
    for (ProviderKind kind : ProviderKind.values()) {
      boolean remote = kind.access() == ProviderKind.Access.HTTP;
      assertThat(kind.usualAddress().isPresent()).as(kind.word()).isEqualTo(remote);
      assertThat(kind.basePath()).as(kind.word()).matches(remote ? "|/v1[a-z]*" : "");
    }
  }

  @Test
  void everyVendorProposesAModelOfThePriceList() {
    for (ProviderKind vendor : ProviderKind.vendors()) {
      String id = vendor.starter().orElseThrow().id();
      assertThat(PriceTable.shipped().of(vendor, id)).as(vendor.word()).isPresent();
    }
  }

  @Test
  void aServerIsEitherTheTeamsOwnOrAVendors() {
    assertThat(ProviderKind.runtimes()).doesNotContainAnyElementsOf(ProviderKind.vendors());
    assertThat(
            Arrays.stream(ProviderKind.values())
                .filter(kind -> kind.access() == ProviderKind.Access.HTTP))
        .allMatch(kind ->
            ProviderKind.runtimes().contains(kind) || ProviderKind.vendors().contains(kind));
  }
}
