package dev.metier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The packages form a line: each one may use only those before it. And some may use even less.
class FlowTest {
  static final List<String> MODULES = List.of("core", "models", "gateway", "qualify", "app");

  static final List<String> FLOW =
      List.of(
          "core.text",
          "core.log",
          "core.problem",
          "core.io",
          "form",
          "chat",
          "wire",
          "job",
          "learn",
          "privacy",
          "catalog",
          "policy",
          "dialect",
          "dialect.openai",
          "dialect.anthropic",
          "dialect.gemini",
          "dialect.ollama",
          "dialect.own",
          "provider",
          "check",
          "check.judge",
          "workflow",
          "provider.recorded",
          "call",
          "provider.baseline",
          "provider.http",
          "provider.gguf",
          "protocol",
          "protocol.chat",
          "protocol.messages",
          "protocol.responses",
          "account",
          "journal",
          "upstream",
          "server.limits",
          "pipeline",
          "journal.files",
          "pipeline.cascade",
          "pipeline.route",
          "pipeline.step",
          "server",
          "drill",
          "starter.draw",
          "starter.code",
          "starter.mail",
          "starter.document",
          "starter",
          "project.cases",
          "project",
          "label",
          "label.draft",
          "exporter",
          "plan",
          "run",
          "grade.value",
          "grade",
          "grade.script",
          "grade.text",
          "grade.json",
          "grade.tool",
          "grade.style",
          "grade.measure",
          "grade.sql",
          "grade.code",
          "provider.program",
          "grade.group",
          "grade.judge",
          "grade.spec",
          "grade.check",
          "importer",
          "importer.javascript",
          "importer.typescript",
          "importer.nunjucks",
          "importer.promptfoo.config",
          "importer.promptfoo",
          "importer.evals",
          "importer.transcript",
          "importer.trace",
          "importer.outcome",
          "importer.table",
          "importer.git",
          "ledger",
          "stats",
          "label.session",
          "learn.router",
          "learn.baseline",
          "verdict",
          "judge",
          "qualify",
          "confirm",
          "hybrid",
          "hybrid.search",
          "hybrid.view",
          "workflow.search",
          "compile",
          "report.matrix",
          "decision",
          "report.view",
          "report.view.cases",
          "report.lesson",
          "report.plot",
          "decision.view",
          "report.screen",
          "report.learn",
          "report.html",
          "report",
          "ledger.sqlite",
          "client",
          "web",
          "terminal",
          "terminal.label",
          "cli.imports",
          "cli.init",
          "cli");
  private static final Pattern OURS = Pattern.compile("dev/metier/((?:[a-z]\\w*/)+)");

  /// What dialects, as pure functions, do not touch.
  private static final List<String> IO =
      List.of("java/net/", "java/nio/file/", "java/nio/channels/", "java/sql/", "io/vertx/");

  private static final String DIALECT = "dev/metier/dialect/Dialect";

  /// Takes the standard output away from a library while that loads, and gives it back.
  private static final Set<String> SILENCES_A_LIBRARY =
      Set.of("provider.gguf/GgufRuntime$Library$Loaded.class");

  private record Compiled(Path file, String room, Iterable<PoolEntry> pool) {
    @Override
    public String toString() {
      return room + "/" + file.getFileName();
    }
  }

  private static List<Compiled> classes() throws IOException {
    var all = new ArrayList<Compiled>();
    for (String module : MODULES) {
      Path root = Path.of(module, "target/classes/dev/metier");
      try (var files = Files.walk(root)) {
        files
            .filter(f -> f.toString().endsWith(".class") && !f.getParent().equals(root))
            .map(f -> compiled(root, f))
            .forEach(all::add);
      }
    }
    return all;
  }

  private static Compiled compiled(Path root, Path file) {
    try {
      String room = root.relativize(file.getParent()).toString().replace(File.separatorChar, '.');
      return new Compiled(file, room, ClassFile.of().parse(file).constantPool());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(PoolEntry entry) {
    return switch (entry) {
      case ClassEntry c -> c.asInternalName();
      case Utf8Entry u -> u.stringValue();
      default -> "";
    };
  }

  /// The packages of ours that a class names.
  private static Set<String> uses(Compiled compiled) {
    var rooms = new TreeSet<String>();
    for (PoolEntry entry : compiled.pool()) {
      var matcher = OURS.matcher(text(entry));
      while (matcher.find()) {
        String name = matcher.group(1).replace('/', '.');
        rooms.add(name.substring(0, name.length() - 1));
      }
    }
    return rooms;
  }

  @Test
  void everyPackageUsesOnlyEarlierOnes() throws IOException {
    var violations = new TreeSet<String>();
    var rooms = new TreeSet<String>();
    for (Compiled compiled : classes()) {
      rooms.add(compiled.room());
      for (String used : uses(compiled)) {
        if (FLOW.indexOf(used) > FLOW.indexOf(compiled.room())) {
          violations.add(compiled + " must not use " + used);
        }
      }
    }
    assertThat(FLOW).containsAll(rooms);
    assertThat(violations).isEmpty();
  }

  @Test
  void statisticsKnowNumbersOnly() throws IOException {
    assertThat(classes())
        .filteredOn(compiled -> compiled.room().equals("stats"))
        .isNotEmpty()
        .allSatisfy(compiled -> assertThat(uses(compiled)).isSubsetOf("stats"));
  }

  @Test
  void wireDialectsAndProtocolsArePureFunctions() throws IOException {
    var violations = new TreeSet<String>();
    for (Compiled compiled : classes()) {
      if (Set.of("wire", "dialect", "protocol").contains(compiled.room().split("\\.", 2)[0])) {
        for (PoolEntry entry : compiled.pool()) {
          if (entry instanceof ClassEntry && IO.stream().anyMatch(text(entry)::startsWith)) {
            violations.add(compiled + " must not use " + text(entry));
          }
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  /// What a vendor does is asked of its dialect; only the maker of dialects knows which one it is.
  @Test
  void oneClassAloneKnowsWhichDialectItIs() throws IOException {
    var dialects = new TreeSet<String>();
    for (Compiled compiled : classes()) {
      ClassModel model = ClassFile.of().parse(compiled.file());
      if (model.interfaces().stream().anyMatch(i -> i.asInternalName().equals(DIALECT))) {
        dialects.add(model.thisClass().asInternalName());
      }
    }
    var users = new TreeSet<String>();
    for (Compiled compiled : classes()) {
      for (PoolEntry entry : compiled.pool()) {
        if (entry instanceof ClassEntry
            && dialects.contains(text(entry))
            && !compiled.room().startsWith("dialect")) {
          users.add(compiled.toString());
        }
      }
    }
    assertThat(dialects).hasSizeGreaterThan(2);
    assertThat(users).hasSize(1);
  }

  /// A request never waits for anything that finds out; the module holds nothing that could.
  @Test
  void theRequestPathFindsNothingOut() throws IOException {
    String gateway = Files.readString(Path.of("gateway/pom.xml"));
    assertThat(gateway).contains("metier-core", "metier-models");
    assertThat(gateway).doesNotContain("metier-qualify", "sqlite", "commons-statistics");
  }

  @Test
  void onlyTheCommandLinePrints() throws IOException {
    var violations = new TreeSet<String>();
    for (Compiled compiled : classes()) {
      for (PoolEntry entry : compiled.pool()) {
        if (entry instanceof FieldRefEntry field
            && field.owner().asInternalName().equals("java/lang/System")
            && Set.of("out", "err").contains(field.name().stringValue())
            && !Set.of("terminal", "cli").contains(compiled.room())
            && !SILENCES_A_LIBRARY.contains(compiled.toString())) {
          violations.add(compiled + " must not print");
        }
      }
    }
    assertThat(violations).isEmpty();
  }
}
