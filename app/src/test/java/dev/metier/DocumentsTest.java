package dev.metier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.cli.Commands;
import dev.metier.cli.Workplace;
import dev.metier.terminal.Console;
import dev.metier.testing.GoldenFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The documents agree with the program and with each other.
class DocumentsTest {
  private static final Path CLI = Path.of("docs/reference/cli.md");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");
  private static final Pattern TEST = Pattern.compile("`(\\w+)(?:\\.(\\w+))?`");
  private static final int WORDS = 25;

  @Test
  void theReferenceOfTheCommandLineIsWhatHelpPrints() throws IOException {
    String page = Files.readString(CLI);
    String begin = "<!-- generated from here on -->\n";
    String hand = page.substring(0, page.indexOf(begin) + begin.length());
    GoldenFile.check(CLI, hand + usages());
  }

  private static String usages() {
    var nowhere = new PrintStream(OutputStream.nullOutputStream());
    var console = new Console(nowhere, nowhere, false, Map.of());
    var workplace =
        new Workplace(
            console,
            (model, _) -> {
              throw new IllegalStateException("help opens no model: " + model.name());
            },
            Clock.systemUTC(),
            "0.1.0");
    CommandLine line = Commands.line(workplace);
    return usages("metier", line);
  }

  private static String usages(String title, CommandLine line) {
    var text = new StringBuilder(usage(title, line));
    line.getSubcommands()
        .forEach((name, each) -> {
          if (!each.getCommandSpec().usageMessage().hidden()) {
            text.append(usages(title + " " + name, each));
          }
        });
    return text.toString();
  }

  private static String usage(String title, CommandLine line) {
    String usage =
        line.getUsageMessage(Ansi.OFF)
            .lines()
            .map(String::stripTrailing)
            .reduce("", (all, next) -> all + next + "\n");
    return "\n## `" + title + "`\n\n```text\n" + usage + "```\n";
  }

  @Test
  void theTableOfPackagesIsWhatThePackagesSayOfThemselves() throws IOException {
    var rows = new ArrayList<String>();
    for (String name : FlowTest.FLOW) {
      for (String module : FlowTest.MODULES) {
        Path folder = Path.of(module, "src/main/java/dev/metier", name.replace('.', '/'));
        Path info = folder.resolve("package-info.java");
        if (Files.exists(info)) {
          rows.add("| `" + name + "` | " + firstSentence(Files.readString(info)) + " |");
        }
      }
    }
    var table =
        Files.readString(Path.of("ARCHITECTURE.md"))
            .lines()
            .filter(line -> line.matches("\\| `[a-z.]+` \\| .*"))
            .toList();
    assertThat(table).isEqualTo(rows);
  }

  private static String firstSentence(String info) {
    String text =
        info.lines()
            .takeWhile(line -> line.startsWith("///"))
            .map(line -> line.substring(3).strip())
            .reduce("", (all, next) -> (all + " " + next).strip());
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    var broken = new ArrayList<String>();
    for (Path page : pages()) {
      Path folder = page.toAbsolutePath().getParent();
      var links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        String target = links.group(1);
        if (!target.contains(":") && !Files.exists(folder.resolve(target))) {
          broken.add(page + ": " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  /// Whoever relies on a row of the table can read the test that holds it.
  @Test
  void everyAttackNamesTestsThatExist() throws IOException {
    var missing = new ArrayList<String>();
    for (String row : Files.readAllLines(Path.of("docs/reference/attacks.md"))) {
      String[] cells = row.split("\\|", -1);
      if (cells.length != 5 || cells[1].isBlank() || cells[3].contains("---")) {
        continue;
      }
      var names = TEST.matcher(cells[3]);
      boolean any = false;
      while (names.find()) {
        any = true;
        if (!exists(names.group(1), Optional.ofNullable(names.group(2)))) {
          missing.add(names.group());
        }
      }
      if (!any && !cells[3].strip().equals("test")) {
        missing.add("a test in: " + row);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static boolean exists(String testClass, Optional<String> method) throws IOException {
    for (String module : FlowTest.MODULES) {
      try (var files = Files.walk(Path.of(module, "src/test/java"))) {
        var file = files.filter(each -> each.endsWith(testClass + ".java")).findFirst();
        if (file.isPresent()) {
          String text = Files.readString(file.get());
          return method.filter(name -> !text.contains("void " + name + "(")).isEmpty();
        }
      }
    }
    return false;
  }

  @Test
  void everyChangeIsOneShortSentence() throws IOException {
    var entries =
        Files.readAllLines(Path.of("CHANGELOG.md")).stream()
            .filter(line -> line.startsWith("* "))
            .toList();
    assertThat(entries)
        .isNotEmpty()
        .allSatisfy(line -> {
          assertThat(line.substring(2).split(" ")).hasSizeLessThanOrEqualTo(WORDS);
          assertThat(line).endsWith(".");
        });
  }

  private static List<Path> pages() throws IOException {
    try (var docs = Files.walk(Path.of("docs"));
        var root = Files.list(Path.of("."))) {
      return Stream.concat(root, docs).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }
}
