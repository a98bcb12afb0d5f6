package dev.metier.importer.promptfoo;

import dev.metier.core.problem.Place;
import dev.metier.form.Written;
import dev.metier.grade.script.Script;
import dev.metier.importer.Rules;
import dev.metier.importer.javascript.JavaScriptCode;
import dev.metier.importer.javascript.JavaScriptExpression;
import dev.metier.importer.javascript.JavaScriptModule;
import dev.metier.importer.promptfoo.config.Assertion;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import dev.metier.importer.typescript.NotErased;
import dev.metier.importer.typescript.TypeErasure;
import dev.metier.job.Template;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Code in JavaScript that a configuration has in place or in files, also in TypeScript. It is
/// read, never run; what it uses that is not there where it will run is told.
///
/// @param folder where the files are
record JavaScriptSource(ConfigFolder folder) {
  private static final Pattern FILE =
      Pattern.compile("file://(.+\\.(?:js|cjs|mjs|ts|cts|mts))(?::([A-Za-z_$][\\w$]*))?");

  /// JSON of a file, which code gets whole.
  private static final Pattern DATA =
      Pattern.compile("\\brequire\\(\\s*([\"'])(\\.{1,2}/[^\"'\\n]+\\.json)\\1\\s*\\)");

  private static final int MOST_DATA = 20_000;

  /// What the code is for.
  enum Use {
    /// An error in a file makes no judgement.
    JUDGES,
    TRANSFORMS
  }

  /// The code that a value is or names; empty where it cannot be run, which is told.
  ///
  /// @param type what the loss is called
  Optional<String> code(String value, Use use, String type, Place place) {
    if (!ConfigFolder.isFile(value)) {
      return told(value, type, place) ? Optional.empty() : Optional.of(value);
    }
    Matcher named = FILE.matcher(value);
    if (!named.matches()) {
      folder.lost(
          type, place, "It is a program, which is not run.", "A `program` grader can run it.");
      return Optional.empty();
    }
    Optional<Path> file = folder.file(named.group(1), place);
    return file.flatMap(path -> folder.text(path.toString(), place))
        .flatMap(text -> plain(text, file.get(), type))
        .map(text -> withData(text, file.get(), place))
        .filter(text -> !told(text, type, new Place(file.get(), absentLine(text), 1)))
        .filter(text -> {
          boolean filled = !new Template(text).variables().isEmpty();
          if (filled) {
            folder.lost(type, place, "What it has in `{{...}}` would be filled in here.", "");
          }
          return !filled;
        })
        .map(text ->
            JavaScriptModule.called(text, Optional.ofNullable(named.group(2)), use == Use.JUDGES));
  }

  /// The text of a file in JavaScript, or in TypeScript without its types.
  private Optional<String> plain(String text, Path file, String type) {
    if (!file.toString().endsWith("ts")) {
      return Optional.of(text);
    }
    try {
      return Optional.of(TypeErasure.of(text));
    } catch (NotErased e) {
      folder.lost(
          type,
          new Place(file, e.line(), 1),
          "It has " + e.what() + "; only types are taken out of TypeScript here.",
          "Say it without, or save it as JavaScript.");
      return Optional.empty();
    }
  }

  /// The code with the JSON files that it requires in their place, where they are small.
  private String withData(String code, Path file, Place place) {
    return DATA.matcher(code)
        .replaceAll(required ->
            Matcher.quoteReplacement(
                data(file.resolveSibling(required.group(2)).normalize(), place)
                    .orElse(required.group())));
  }

  private Optional<String> data(Path file, Place place) {
    return folder
        .text(file.toString(), place)
        .filter(text -> text.length() <= MOST_DATA)
        .flatMap(text -> {
          try {
            return Optional.of("(" + JsonMapper.shared().readTree(text) + ")");
          } catch (JacksonException e) {
            return Optional.empty();
          }
        });
  }

  private boolean told(String code, String type, Place place) {
    Optional<String> absent = JavaScriptCode.absent(code);
    absent.ifPresent(name ->
        folder.lost(
            type,
            place,
            "It uses `" + name + "`, which is not there where code is run here.",
            "Say it without, or run it by a `program` grader."));
    return absent.isPresent();
  }

  private static int absentLine(String text) {
    int at = JavaScriptCode.absent(text).map(text::indexOf).orElse(-1);
    return 1 + (int) text.substring(0, Math.max(0, at)).lines().count() - (at > 0 ? 1 : 0);
  }

  /// The grader of an assertion in JavaScript; empty where it cannot be run, which is told.
  Optional<ObjectNode> grader(Assertion each, Assertions.Mode mode) {
    boolean plain =
        !mode.counted()
            && !mode.transformed()
            && !each.negated()
            && each.key(AnswerTransforms.KEY).isEmpty();
    return Assertions.text(each)
        .filter(_ -> plain)
        .flatMap(JavaScriptExpression::grader)
        .or(() ->
            Assertions.text(each)
                .flatMap(code -> code(code, Use.JUDGES, each.typed(), each.place()))
                .flatMap(code -> code(each, code, mode)));
  }

  /// Its number is a score where weights count; what it throws fails also behind `not-`.
  private Optional<ObjectNode> code(Assertion each, String code, Assertions.Mode mode) {
    Optional<String> whole = configured(each, code);
    if (whole.isEmpty()) {
      folder.lost(
          each.typed(),
          each.place(),
          "Its `config` has `{{...}}`, which would be filled in here.",
          "");
      return Optional.empty();
    }
    var node = Rules.object();
    var said = node.putObject("javascript").put("code", whole.get());
    each.threshold().ifPresent(least -> said.put("threshold", least));
    if (mode.counted()) {
      said.put("scored", true);
      if (each.negated()) {
        folder.note("`not-javascript` turns a number round here, which promptfoo keeps as score.");
      }
    }
    return Optional.of(node);
  }

  /// The code behind a line that sets the `config` that it reads; empty where that cannot be said.
  private static Optional<String> configured(Assertion each, String code) {
    Optional<String> config =
        each.key("config").filter(_ -> code.contains("config")).map(Written::json);
    if (config.isEmpty()) {
      return Optional.of(code);
    }
    return new Template(config.get()).variables().isEmpty()
        ? Optional.of("context.config = " + config.get() + ";\n" + Script.judging(code))
        : Optional.empty();
  }
}
