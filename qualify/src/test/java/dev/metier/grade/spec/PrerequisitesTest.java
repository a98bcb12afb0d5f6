package dev.metier.grade.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import dev.metier.job.GraderSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;

class PrerequisitesTest {
  @TempDir private Path folder;

  private static GraderSpec program(String... command) {
    return new GraderSpec.Program(List.of(command), Duration.ofSeconds(1), false);
  }

  private Prerequisites look(GraderSpec spec) {
    return Prerequisites.of(spec, folder.resolve("project"), Map.of("PATH", "/nowhere:" + folder));
  }

  @Test
  @DisabledOnOs(value = WINDOWS, disabledReason = "rights to execute")
  void programsAreFoundWhereTheSystemFindsThem() throws IOException {
    Path grade = Files.writeString(folder.resolve("grade"), "");
    assertThat(look(program("grade")).missing())
        .containsExactly("The grader's program grade is in no folder of the PATH.");
    assertThat(grade.toFile().setExecutable(true)).isTrue();
    assertThat(look(program("grade")).found())
        .containsExactly("The grader's program grade is " + grade + ".");
    assertThat(look(program(grade.toString())).missing()).isEmpty();
    assertThat(look(program("./grade")).missing())
        .singleElement()
        .asString()
        .contains("no executable file in the current folder");
  }

  @Test
  void filesOfTheProjectThatProgramsWillNotFindAreMissing() throws IOException {
    Path project = Files.createDirectory(folder.resolve("project"));
    Files.writeString(project.resolve("grade.py"), "");
    assertThat(look(program("python", "-u", "grade.py")).missing())
        .contains(
            "The grader's file grade.py is in "
                + project
                + ", but graders run in the current folder, "
                + Path.of("").toAbsolutePath()
                + ".");
    assertThat(look(program("grade.py")).missing())
        .containsExactly(
            "The grader's program grade.py is in no folder of the PATH; there is one in "
                + project
                + ", which its path must name.");
  }

  @Test
  void filesThatAreGoneAreTold() {
    String here = Path.of("").toAbsolutePath() + ".";
    assertThat(
            look(program("python", "-u", "gone/grade.py", "{\"a\": \"b.py\"}", "--x=y.py")).found())
        .containsExactly(
            "The grader's command names gone/grade.py, which is no file, seen from " + here);
    assertThat(look(program("sh", "-c", "python grade.py", "https://example.org/a.py")).found())
        .as("what need not be a file")
        .isEmpty();
  }

  @Test
  void partsOfGroupsAreLookedAtToo() {
    var group =
        new GraderSpec.Group(
            GraderSpec.Rule.ALL,
            List.of(
                new GraderSpec.Weighted(
                    new GraderSpec.Not(program("nope.py")), 1, Optional.empty())),
            OptionalDouble.empty());
    assertThat(look(group).missing()).singleElement().asString().contains("nope.py");
  }

  @Test
  void whatNeedsNothingHasEverything() {
    assertThat(look(new GraderSpec.NoMarkup())).isEqualTo(new Prerequisites(List.of(), List.of()));
  }
}
