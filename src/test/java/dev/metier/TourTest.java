package dev.metier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.metier.terminal.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The tour and the guide do what they say: page by page, their files are written and their
/// commands run in a folder with a copy of the examples.
///
/// A fenced block whose opening line names a file, as in `yaml tour/metier.yaml`, is that file. In
/// a `console` block, lines that begin with `$ ` are commands and the rest is what they print,
/// standard error included; `...` stands for any text within a line and, alone on one, for any
/// lines.
class TourTest {
  private static final Path DOCS = Path.of("docs");

  @TempDir Path temp;

  @TestFactory
  List<DynamicTest> pagesShowWhatTheProgramDoes() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    for (Path page : pages()) {
      if (Block.in(page).stream().anyMatch(Block::isConsole)) {
        tests.add(dynamicTest(page.toString(), () -> follow(page)));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private static List<Path> pages() throws IOException {
    try (var guide = Files.list(DOCS.resolve("guide"))) {
      var pages = guide.filter(file -> file.toString().endsWith(".md")).sorted();
      return Stream.concat(Stream.of(DOCS.resolve("tour.md")), pages).toList();
    }
  }

  private void follow(Path page) throws IOException {
    Path root = Files.createDirectory(temp.resolve("of-" + page.getFileName())).toRealPath();
    copyExamples(root);
    var shell = new Shell(root);
    for (Block block : Block.in(page)) {
      if (block.isConsole()) {
        block.commands().forEach(command -> shell.expect(command, page));
      } else if (block.isFile()) {
        block.write(root);
      }
    }
  }

  private static void copyExamples(Path root) throws IOException {
    try (var files = Files.walk(Path.of("examples"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains(".metier")) {
          Path copy = root.resolve(file.toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }

  /// A command of a page and what the page says it prints.
  private record Command(String line, int at, List<String> printed) {
    /// The printed lines as a pattern for the whole output.
    Pattern pattern() {
      return Pattern.compile(
          printed.stream()
              .map(line -> line.strip().equals("...") ? "(?:[^\n]*\n)*?" : pattern(line) + "\n")
              .collect(Collectors.joining()));
    }

    private static String pattern(String line) {
      return Stream.of(line.split(Pattern.quote("..."), -1))
          .map(text -> text.isEmpty() ? "" : Pattern.quote(text))
          .collect(Collectors.joining("[^\n]*"));
    }
  }

  /// A fenced block of a page.
  ///
  /// @param info what follows the opening fence
  /// @param at the line of the opening fence, from 1
  private record Block(String info, int at, List<String> lines) {
    static List<Block> in(Path page) throws IOException {
      var blocks = new ArrayList<Block>();
      var lines = Files.readAllLines(page);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).startsWith("```")) {
          int end = i + 1;
          while (!lines.get(end).equals("```")) {
            end++;
          }
          blocks.add(new Block(lines.get(i).substring(3), i + 1, lines.subList(i + 1, end)));
          i = end;
        }
      }
      return blocks;
    }

    boolean isConsole() {
      return info.equals("console");
    }

    boolean isFile() {
      return info.contains(" ");
    }

    void write(Path root) throws IOException {
      Path file = root.resolve(info.substring(info.indexOf(' ') + 1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, String.join("\n", lines) + "\n");
    }

    List<Command> commands() {
      var commands = new ArrayList<Command>();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).startsWith("$ ")) {
          commands.add(new Command(lines.get(i).substring(2), at + 1 + i, new ArrayList<>()));
        } else {
          commands.getLast().printed().add(lines.get(i).stripTrailing());
        }
      }
      return commands;
    }
  }

  /// Runs commands in a folder, without a process of their own.
  private static final class Shell {
    private final Path root;
    private int exit;

    Shell(Path root) {
      this.root = root;
    }

    void expect(Command command, Path page) {
      String printed = run(command.line());
      if (!command.pattern().matcher(printed).matches()) {
        fail("%s:%d: `%s` printed%n%s", page, command.at(), command.line(), printed);
      }
    }

    private String run(String line) {
      if (line.equals("echo $?")) {
        return exit + "\n";
      }
      assertThat(line).startsWith("./metier ");
      var printed = new ByteArrayOutputStream();
      try (var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
        exit = Metier.run(new Console(out, out, false, Map.of()), arguments(line));
      }
      return printed
          .toString(StandardCharsets.UTF_8)
          .replace(root + "/", "")
          .lines()
          .map(each -> each.stripTrailing() + "\n")
          .collect(Collectors.joining());
    }

    /// The arguments, with those that name a file made to lie in the folder.
    private String[] arguments(String line) {
      return Stream.of(line.split(" +"))
          .skip(1)
          .map(word -> isFile(word) ? root.resolve(word).toString() : word)
          .toArray(String[]::new);
    }

    private boolean isFile(String word) {
      return word.contains("/") || Files.isDirectory(root.resolve(word));
    }
  }
}
