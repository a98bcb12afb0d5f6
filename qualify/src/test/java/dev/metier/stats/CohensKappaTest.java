package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CohensKappaTest {
  @Test
  void valuesOfTablesInTheLiterature() {
    assertThat(CohensKappa.of(20, 5, 3, 22).orElseThrow()).isCloseTo(0.68, within(1e-12));
    assertThat(CohensKappa.of(20, 5, 10, 15).orElseThrow()).isCloseTo(0.40, within(1e-12));
    assertThat(CohensKappa.of(45, 15, 25, 15).orElseThrow()).isCloseTo(0.1304, within(5e-5));
    assertThat(CohensKappa.of(25, 35, 5, 35).orElseThrow()).isCloseTo(0.2593, within(5e-5));
  }

  @Test
  void perfectAgreementIsOneAndContradictionIsMinusOne() {
    assertThat(CohensKappa.of(10, 0, 0, 10).orElseThrow()).isEqualTo(1);
    assertThat(CohensKappa.of(0, 10, 10, 0).orElseThrow()).isEqualTo(-1);
  }

  @Test
  void oneClassOnlyHasNone() {
    assertThat(CohensKappa.of(30, 0, 0, 0)).isEmpty();
    assertThat(CohensKappa.of(0, 0, 0, 0)).isEmpty();
  }
}
