package dev.metier.importer.promptfoo;

import dev.metier.core.problem.Place;
import dev.metier.form.Written;
import dev.metier.importer.Rules;
import dev.metier.importer.javascript.CodeVariables;
import dev.metier.importer.promptfoo.config.Assertion;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Code in Python that a configuration has in place or in files. It is never run while importing;
/// where it is allowed, it becomes a `program` that a file of ours runs with `python3`. Not
/// thread-safe.
final class PythonSource {
  private static final String RUNNER = "python/promptfoo.py";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern FILE =
      Pattern.compile("(?:file://|python:)(.+\\.py)(?::([A-Za-z_][\\w.]*))?");

  /// What promptfoo tells the code beside variables and settings, and we do not.
  private static final Pattern ABSENT =
      Pattern.compile(
          "context(?:\\.get\\(|\\[)\\s*['\"](prompt|test|provider|providerResponse|logProbs|metadata|trace)['\"]");

  private static final Predicate<String> READS_VARS =
      Pattern.compile("context(?:\\.get\\(|\\[)\\s*['\"]vars['\"]").asPredicate();

  static final String INSTEAD =
      "`--allow-code` lets python3 run it, unconfined, when answers are graded.";

  private final ConfigFolder source;
  private final boolean allowed;
  private final Path project;
  private boolean used;

  /// @param project the folder that the project is written to
  PythonSource(ConfigFolder source, boolean allowed, Path project) {
    this.source = source;
    this.allowed = allowed;
    this.project = project;
  }

  /// Whether code may become programs.
  boolean allowed() {
    return allowed;
  }

  /// The files that run it, by their paths in the project.
  Map<String, String> files() {
    if (!used) {
      return Map.of();
    }
    try (InputStream in =
        PythonSource.class.getResourceAsStream("/dev/metier/importer/promptfoo/promptfoo.py")) {
      if (in == null) {
        throw new IllegalStateException("promptfoo.py is not packed");
      }
      return Map.of(RUNNER, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The grader of an assertion in Python; empty where it cannot be run, which is told.
  Optional<ObjectNode> grader(Assertion each, Assertions.Mode mode) {
    Optional<String> said = Assertions.text(each).filter(text -> !text.isBlank());
    if (said.isEmpty()) {
      return lost(each, "It names no value.", "");
    }
    if (!allowed) {
      return lost(each, "It runs a program.", INSTEAD);
    }
    if (mode.transformed() || each.key(AnswerTransforms.KEY).isPresent()) {
      return lost(each, "What a `transform` gives it is text here, and need not be there.", "");
    }
    ObjectNode settings = settings(each, mode);
    if (!ConfigFolder.isFile(said.get())) {
      return absent(said.get(), each)
          ? Optional.empty()
          : Optional.of(program(mode, "grade-code", said.get(), settings.toString()));
    }
    Matcher named = FILE.matcher(said.get());
    if (!named.matches()) {
      return lost(each, "Only files in Python are run.", "");
    }
    String function = Optional.ofNullable(named.group(2)).orElse("get_assert");
    return source
        .file(named.group(1), each.place())
        .filter(file -> !absent(source.text(file.toString(), each.place()).orElse(""), each))
        .map(file -> program(mode, "grade-file", path(file), function, settings.toString()));
  }

  /// Whether a provider is a function in Python.
  boolean isFunction(String id) {
    return FILE.matcher(id).matches();
  }

  /// The command of such a provider; empty where it cannot be carried over, which is told.
  Optional<List<String>> asks(String id, Optional<Written.Entries> config, Place place) {
    Matcher named = FILE.matcher(id);
    if (!named.matches()) {
      return Optional.empty();
    }
    String function = Optional.ofNullable(named.group(2)).orElse("call_api");
    Optional<Path> file = source.file(named.group(1), place);
    if (file.flatMap(f -> source.text(f.toString(), place)).filter(READS_VARS).isPresent()) {
      source.lost(
          "provider",
          place,
          "It reads the test's variables, which a candidate does not hear.",
          "Say them in the prompt.");
      return Optional.empty();
    }
    used = true;
    return file.map(
        f -> List.of("python3", RUNNER, "ask-file", path(f), function, configured(config)));
  }

  /// The command of a provider that is a command itself.
  List<String> asks(List<String> command, Optional<Written.Entries> config) {
    used = true;
    var all = new ArrayList<>(List.of("python3", RUNNER, "ask-command", configured(config)));
    command.forEach(word -> all.add(file(word).map(this::path).orElse(word)));
    return all;
  }

  /// The file beside the configuration that a word of a command names.
  private Optional<Path> file(String word) {
    try {
      return Optional.of(source.folder().resolve(word)).filter(Files::isRegularFile);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private String configured(Optional<Written.Entries> config) {
    ObjectNode settings = JSON.createObjectNode().put("folder", path(source.folder()));
    config.ifPresent(c -> settings.set("config", JSON.readTree(c.json())));
    return settings.toString();
  }

  private Optional<ObjectNode> lost(Assertion each, String why, String instead) {
    source.lost(each.typed(), each.place(), why, instead);
    return Optional.empty();
  }

  private boolean absent(String code, Assertion each) {
    Matcher found = ABSENT.matcher(code);
    if (!found.find()) {
      return false;
    }
    source.lost(
        each.typed(),
        each.place(),
        "It reads `" + found.group(1) + "` of its context, which is not there here.",
        "Variables and `config` are.");
    return true;
  }

  private ObjectNode settings(Assertion each, Assertions.Mode mode) {
    ObjectNode settings = JSON.createObjectNode().put("folder", path(source.folder()));
    each.threshold().ifPresent(least -> settings.put("threshold", least));
    if (each.negated()) {
      settings.put("inverse", true);
    }
    if (mode.counted()) {
      settings.put("scored", true);
    }
    each.key("config").ifPresent(c -> settings.set("config", JSON.readTree(c.json())));
    ObjectNode typed = CodeVariables.typed(mode.vars());
    if (!typed.isEmpty()) {
      settings.set("vars", typed);
    }
    return settings;
  }

  private ObjectNode program(Assertions.Mode mode, String... arguments) {
    used = true;
    source.note(
        "Graders in Python run on this machine, with your rights, when answers are graded: read"
            + " them first.");
    var node = Rules.object();
    var program = node.putObject("program");
    var command = program.putArray("command").add("python3").add(RUNNER);
    List.of(arguments).forEach(command::add);
    if (mode.counted()) {
      program.put("scored", true);
    }
    return node;
  }

  /// How the file is reached from the project's folder.
  private String path(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    try {
      return project.toAbsolutePath().normalize().relativize(whole).toString().replace('\\', '/');
    } catch (IllegalArgumentException e) {
      return whole.toString();
    }
  }
}
