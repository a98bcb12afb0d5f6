package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.run;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.Part;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.Picture;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model that reads no pictures is not asked about them, and not blamed.
class PictureReadersTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  @TempDir Path folder;
  private Job shown;

  @BeforeEach
  void show() throws IOException {
    var picture = Picture.of(Files.write(folder.resolve("a.png"), PNG)).orElseThrow();
    Job plain = job("triage", 40, quality(0.8));
    shown = plain.withCases(plain.cases().stream().map(c -> c.showing(List.of(picture))).toList());
  }

  private static Model blind() {
    return model("blind", ProviderKind.GGUF, DataClass.RESTRICTED, new Price.Unknown());
  }

  @Test
  void itIsUndecidedAndNotAsked() {
    var blind = new Scripted(_ -> says("no"));
    var pictures = new AtomicInteger();
    var seeing =
        new Scripted(q -> {
          boolean image = q.request().messages().getLast().parts().getFirst() instanceof Part.Image;
          pictures.addAndGet(image ? 1 : 0);
          return says("yes");
        });
    var both = assignment(List.of(blind(), model("m")), shown);
    try (var ledger = SqliteLedger.inMemory()) {
      var cells = run(both, Map.of("blind", blind, "m", seeing), ledger).cells();
      assertThat(cells.getFirst().verdict())
          .isInstanceOfSatisfying(
              Verdict.Undecided.class,
              open -> assertThat(open.reason()).contains("reads no pictures"));
      assertThat(cells.getLast().verdict()).isInstanceOf(Verdict.Fit.class);
    }
    assertThat(blind.asked.get()).isZero();
    assertThat(pictures.get()).isEqualTo(seeing.asked.get());
  }

  @Test
  void itIsToldBefore() {
    assertThat(PictureReaders.notes(assignment(List.of(blind(), model("m")), shown)))
        .containsExactly(
            "Job triage, model blind: It reads no pictures, as far as it is known, and 40 of 40"
                + " cases show some. If it does, write `profile: {pictures: true}` at the model.");
    Job plain = job("triage", 40, quality(0.8));
    assertThat(PictureReaders.notes(assignment(List.of(blind()), plain))).isEmpty();
  }
}
