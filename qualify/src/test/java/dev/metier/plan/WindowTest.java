package dev.metier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {
  @Test
  void theNearerTheVerdictTheFewerCallsAreStartedAhead() {
    assertThat(Window.ahead(1000, 32)).isEqualTo(32);
    assertThat(Window.ahead(40, 32)).isEqualTo(10);
    assertThat(Window.ahead(3, 32)).isEqualTo(4);
    assertThat(Window.ahead(Double.POSITIVE_INFINITY, 32)).isEqualTo(32);
    assertThat(Window.ahead(1000, 1)).isEqualTo(4);
  }

  @Test
  void everyoneGetsTenCasesBeforeTheNearestVerdictIsPreferred() {
    var starting = new Allocation(3, 500, 0);
    var far = new Allocation(40, 300, 0.01);
    var near = new Allocation(40, 20, 0.01);
    var nearButDear = new Allocation(40, 20, 1);
    var order = new ArrayList<>(List.of(nearButDear, far, near, starting));
    Collections.sort(order);
    assertThat(order).containsExactly(starting, near, far, nearButDear);
  }
}
