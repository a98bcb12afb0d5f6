package dev.metier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.metier.terminal.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
/// lines. A command that ends in ` &` runs on until `kill %1`; `curl` is played by a client of
/// ours, and the port of the pages stands for a free one.
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
    try (var shell = new Shell(root)) {
      for (Block block : Block.in(page)) {
        if (block.isConsole()) {
          block.commands().forEach(command -> shell.expect(command, page));
        } else if (block.isFile()) {
          block.write(root);
        }
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
  private static final class Shell implements AutoCloseable {
    private static final String PORT = "8099";
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern KEY = Pattern.compile("mk-[0-9A-Za-z]{20,}");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private final Path root;
    private final ByteArrayOutputStream served = new ByteArrayOutputStream();
    private Optional<Thread> serving = Optional.empty();
    private String port = PORT;
    private String key = "";
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
      if (line.startsWith("export METIER_KEY=")) {
        return "";
      }
      if (line.startsWith("curl ")) {
        return shown(asked(line));
      }
      if (line.equals("kill %1")) {
        return shown(ended());
      }
      assertThat(line).startsWith("./metier ");
      if (line.endsWith(" &")) {
        return shown(started(line.substring(0, line.length() - 2)));
      }
      var printed = new ByteArrayOutputStream();
      try (var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
        exit = Metier.run(new Console(out, out, false, Map.of()), arguments(line));
      }
      String text = printed.toString(StandardCharsets.UTF_8);
      KEY.matcher(text).results().forEach(found -> key = found.group());
      return shown(text);
    }

    private String shown(String text) {
      return text.replace(root + "/", "")
          .replace(":" + port, ":" + PORT)
          .lines()
          .map(each -> each.stripTrailing() + "\n")
          .collect(Collectors.joining());
    }

    /// Starts a server, and returns with what it says once it listens.
    private String started(String line) {
      var seen = new CountDownLatch(1);
      var out =
          new PrintStream(served, true, StandardCharsets.UTF_8) {
            @Override
            public void println(String text) {
              super.println(text);
              if (text.startsWith("Point a client at it")) {
                seen.countDown();
              }
            }
          };
      var arguments = Stream.of(arguments(line), new String[] {"--port", "0"}).flatMap(Stream::of);
      var console = new Console(out, out, false, Map.of());
      String[] all = arguments.toArray(String[]::new);
      serving = Optional.of(Thread.ofPlatform().start(() -> exit = Metier.run(console, all)));
      try {
        assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      String text = taken();
      ADDRESS.matcher(text).results().forEach(found -> port = found.group(1));
      return text;
    }

    /// What the server said since the last look.
    private String taken() {
      synchronized (served) {
        String text = served.toString(StandardCharsets.UTF_8);
        served.reset();
        return text;
      }
    }

    private String ended() {
      serving.ifPresent(thread -> {
        thread.interrupt();
        try {
          thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
      serving = Optional.empty();
      return taken();
    }

    private String asked(String line) {
      var words =
          WORD.matcher(line)
              .results()
              .map(found -> Optional.ofNullable(found.group(1)).orElse(found.group()))
              .toList();
      var request = HttpRequest.newBuilder();
      for (int i = 1; i < words.size(); i++) {
        String word = words.get(i).replace(":" + PORT, ":" + port).replace("$METIER_KEY", key);
        switch (words.get(i - 1)) {
          case "-H" -> {
            int colon = word.indexOf(": ");
            request.header(word.substring(0, colon), word.substring(colon + 2));
          }
          case "-d" -> request.POST(body(word));
          default -> {
            if (word.startsWith("http")) {
              request.uri(URI.create(word));
            }
          }
        }
      }
      try (var client = HttpClient.newHttpClient()) {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /// `@FILE`, as curl has it.
    private HttpRequest.BodyPublisher body(String word) {
      try {
        return HttpRequest.BodyPublishers.ofFile(root.resolve(word.substring(1)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      ended();
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
