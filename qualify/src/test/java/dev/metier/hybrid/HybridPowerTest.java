package dev.metier.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HybridPowerTest {
  @Test
  void x() throws IOException {
    var gym = new ReasoningGym();
    int runs = Integer.getInteger("runs", 200);
    for (int set = 0; set < 3; set++) {
      List<String> firsts =
          set == 0 ? ReasoningGym.LOCAL : set == 1 ? ReasoningGym.LOCAL.subList(0, 1) : ReasoningGym.LOCAL.subList(1, 4);
      for (int n : new int[] {60, 100, 200, 400}) {
        var random = new Random(1);
        int found = 0, harm = 0;
        double cost = 0;
        for (int run = 0; run < runs; run++) {
          int[] drawn = gym.draw(n, random);
          double best = 1;
          Optional<Tried> pick = Optional.empty();
          String of = "";
          for (String first : firsts) {
            var cases = gym.cases(first, drawn);
            var p = ReasoningGym.proved(cases, firsts.size());
            if (p.isPresent()) {
              double c = ReasoningGym.truth(p.get().chain(), cases)[1];
              if (c < best) { best = c; pick = p; of = first; }
            }
          }
          if (pick.isPresent()) {
            found++;
            var all = gym.all(of);
            var t = ReasoningGym.truth(pick.get().chain(), all);
            cost += t[1];
            double alone = all.stream().mapToDouble(c -> c.alone().score()).average().orElse(0);
            if (t[0] < alone - 0.02) harm++;
          } else cost += 1;
        }
        System.out.printf("%s n=%d found %.3f cost %.3f harm %.3f%n", set, n, found / (double) runs, cost / runs, harm / (double) runs);
      }
    }
  }
}
