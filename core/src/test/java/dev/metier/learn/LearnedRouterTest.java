package dev.metier.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.learn.TextRegression.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearnedRouterTest {
  @TempDir private Path folder;

  private static LearnedRouter learned(Family family) {
    var examples = new ArrayList<Example>();
    for (int i = 0; i < 200; i++) {
      boolean hard = i % 2 == 0;
      String text = (hard ? "prove why thing " : "add up thing ") + (char) ('a' + i % 26) + i;
      examples.add(Example.of(text, "", hard ? 1 : 0));
    }
    double[] scores = TextRegression.outOfFold(examples, new ContentFolds(5, "test"), family);
    double[] targets = examples.stream().mapToDouble(Example::target).toArray();
    var names = IntStream.range(0, 200).mapToObj(i -> "case-" + i).toList();
    return new LearnedRouter(
        TextRegression.fit(examples, family), 0.5, Isotonic.fit(scores, targets), names);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void whatIsReadDecidesAsWhatWasWritten(Family family) throws IOException {
    var router = learned(family);
    var read = LearnedRouter.read(router.bytes());
    for (String text : List.of("prove why thing zz", "add up thing zz", "", "Beweise das!")) {
      var counts = NgramCounts.of(text);
      assertThat(read.decide(counts)).isEqualTo(router.decide(counts));
    }
    assertThat(read.decide(NgramCounts.of("prove why thing zz")).strong()).isTrue();
    assertThat(read.decide(NgramCounts.of("add up thing zz")).strong()).isFalse();
    assertThat(read.bytes()).isEqualTo(router.bytes());
  }

  @Test
  void anEditedFileIsFoundOut() throws IOException {
    var file = RouterFile.of(folder, "job", learned(Family.RIDGE));
    file.write();
    assertThat(RouterFile.read(file.path())).isEqualTo(new RouterFile.Whole(file));
    byte[] bytes = Files.readAllBytes(file.path());
    bytes[bytes.length / 2] ^= 1;
    Files.write(file.path(), bytes);
    assertThat(RouterFile.read(file.path()))
        .isEqualTo(
            new RouterFile.Unusable(
                file.path() + " is not what was compiled: its content is another one"));
    Files.delete(file.path());
    assertThat(RouterFile.read(file.path()))
        .isEqualTo(new RouterFile.Unusable("there is no file " + file.path()));
  }

  @Test
  void featuresAreToldInLettersOnlyWhereThatIsAllowed() {
    var text = new RequestText("Please PROVE why thing q", "", 0);
    var told = learned(Family.RIDGE).grounds(text, true);
    assertThat(told.features()).hasSize(5);
    assertThat(told.features()).anySatisfy(each -> assertThat(each.name()).contains("prov"));
    assertThat(told.neighbours()).isEmpty();
    var silent = learned(Family.RIDGE).grounds(text, false);
    assertThat(silent.features()).extracting(LearnedRouter.Feature::name).contains("its words");
    assertThat(silent.features()).noneSatisfy(each -> assertThat(each.name()).contains("\""));
  }

  @Test
  void neighboursAreToldByTheirNames() {
    var text = new RequestText("prove why thing c2", "", 0);
    var told = learned(Family.NEIGHBOURS).grounds(text, false);
    assertThat(told.features()).isEmpty();
    assertThat(told.neighbours()).hasSize(5).allMatch(name -> name.startsWith("case-"));
  }

  @Test
  void nGramsAreSpelledAsTheyAreHashed() {
    var spelled = NgramCounts.spelled("Ab cd");
    assertThat(spelled.values()).contains("ab", "cd", "ab cd", " ab ", "b cd");
    assertThat(spelled.keySet())
        .containsAll(IntStream.of(NgramCounts.of("Ab cd").slots()).boxed().toList());
  }
}
