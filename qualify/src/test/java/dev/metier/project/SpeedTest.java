package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeedTest {
  @TempDir Path folder;

  @Test
  void twelveJobsOfFiftyCasesAreReadAtOnce() {
    var project = new Folder(folder);
    var text = new StringBuilder(Folder.MODEL);
    for (int job = 0; job < 12; job++) {
      var cases = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        cases.append("{\"id\":\"c").append(i).append("\",\"text\":\"some text\"}\n");
      }
      project.with("c" + job + ".jsonl", cases.toString());
      String part = Folder.job("job" + job, "c" + job + ".jsonl");
      text.append(job == 0 ? part : part.replace("jobs:\n", ""));
    }
    project.with("metier.yaml", text.toString());
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      assertThat(project.read().jobs()).hasSize(12);
      best = Math.min(best, System.nanoTime() - start);
    }
    System.err.println("12 jobs x 50 cases: " + best / 1000 + " us");
    assertThat(best).isLessThan(150_000_000);
  }
}
