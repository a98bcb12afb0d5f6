package dev.metier.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MultiplicityTest {
  @Test
  void standingClaimsAreTheReferences() {
    for (var row : Reference.section("multiplicity")) {
      double[] logE = Arrays.stream(Reference.numbers(row.get("e"))).map(Math::log).toArray();
      double alpha = row.get("alpha").doubleValue();
      assertThat(Multiplicity.bonferroni(logE, alpha)).isEqualTo(indices(row.get("bonferroni")));
      assertThat(Multiplicity.holm(logE, alpha)).isEqualTo(indices(row.get("holm_on_1_over_e")));
      assertThat(Multiplicity.eBh(logE, alpha)).isEqualTo(indices(row.get("e_bh")));
    }
  }

  @Test
  void certaintyStandsAndNoClaimsAreFine() {
    double[] logE = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    assertThat(Multiplicity.holm(logE, 0.05)).containsExactly(0);
    assertThat(Multiplicity.eBh(logE, 0.05)).containsExactly(0);
    assertThat(Multiplicity.bonferroni(new double[0], 0.05)).isEmpty();
    assertThatThrownBy(() -> Multiplicity.holm(logE, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Integer> indices(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::intValue).toList();
  }
}
