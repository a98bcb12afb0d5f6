package dev.metier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class EndActionsTest {
  @Test
  void anActionThatFailsSkipsNoOther() {
    var done = new ArrayList<String>();
    var actions = new EndActions();
    actions.add(() -> done.add("settled"));
    actions.add(() -> {
      throw new ArithmeticException("long overflow");
    });
    actions.add(() -> done.add("written"));
    actions.add(() -> {
      throw new IllegalStateException("once more");
    });
    actions.add(() -> done.add("memory given back"));
    actions.run("req_1");
    assertThat(done).containsExactly("settled", "written", "memory given back");
  }
}
