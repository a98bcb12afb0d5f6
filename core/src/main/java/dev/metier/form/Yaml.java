package dev.metier.form;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads YAML text (and so JSON) into what is written at each place. Anchors and `<<` merges are
/// followed; keys that are written twice are told.
public final class Yaml {
  /// More than this many values after following anchors is an attack or an accident.
  private static final int MOST_VALUES = 5_000_000;

  private static final int SMALLEST_BUFFER = 1 << 10;
  private static final int LARGEST_BUFFER = 1 << 22;

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?");
  private static final Set<String> FLAGS =
      Set.of("true", "True", "TRUE", "false", "False", "FALSE");
  private static final Set<String> NOTHINGS = Set.of("", "~", "null", "Null", "NULL");
  private static final Map<String, String> REMEDIES = remedies();

  private final Path file;
  private final Consumer<Problem> problems;
  private final UnaryOperator<Written.Scalar> plain;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int values;

  private Yaml(Path file, Consumer<Problem> problems, UnaryOperator<Written.Scalar> plain) {
    this.file = file;
    this.problems = problems;
    this.plain = plain;
  }

  /// What the text says; empty when it says nothing or cannot be read, which is then told.
  ///
  /// @param ifEmpty what to do about a file that says nothing
  public static Optional<Written> read(
      Path file, String text, String ifEmpty, Consumer<Problem> problems) {
    return read(file, text, ifEmpty, problems, UnaryOperator.identity());
  }

  /// The same as another reader of YAML takes it.
  ///
  /// @param plain what that reader makes of a value without quotes
  public static Optional<Written> read(
      Path file,
      String text,
      String ifEmpty,
      Consumer<Problem> problems,
      UnaryOperator<Written.Scalar> plain) {
    String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return new Yaml(file, problems, plain).read(marked, ifEmpty);
  }

  private Optional<Written> read(String text, String ifEmpty) {
    var settings =
        LoadSettings.builder()
            .setLabel(file.toString())
            .setUseMarks(true)
            .setAllowNonScalarKeys(true)
            .setAllowRecursiveKeys(true)
            .setAllowDuplicateKeys(true)
            .setMaxAliasesForCollections(10_000)
            .setCodePointLimit(Integer.MAX_VALUE)
            // A long word is copied once for each buffer that it fills.
            .setBufferSize(Math.clamp(text.length(), SMALLEST_BUFFER, LARGEST_BUFFER))
            .build();
    try {
      var root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.accept(Problem.at(Place.of(file), "The file is empty.", ifEmpty));
        return Optional.empty();
      }
      return Optional.of(written(root.get()));
    } catch (MarkedYamlEngineException e) {
      problems.accept(syntax(e));
    } catch (ReaderException e) {
      problems.accept(
          Problem.at(
              placeOf(text, e.getPosition()),
              "A character here cannot be read.",
              "Remove control characters and save the file as UTF-8."));
    } catch (YamlEngineException e) {
      problems.accept(Problem.at(Place.of(file), "The file is not YAML: " + oneLine(e) + ".", ""));
    } catch (StackOverflowError e) {
      problems.accept(Problem.at(Place.of(file), "Values are nested too deeply to be read.", ""));
    }
    return Optional.empty();
  }

  private Problem syntax(MarkedYamlEngineException e) {
    String told = oneLine(e);
    Place place = e.getProblemMark().or(e::getContextMark).map(this::place).orElse(Place.of(file));
    for (var remedy : REMEDIES.entrySet()) {
      if (told.contains(remedy.getKey())) {
        String[] parts = remedy.getValue().split("\\|", 2);
        boolean opened = parts[0].contains("does not end");
        Place at = opened ? e.getContextMark().map(this::place).orElse(place) : place;
        return Problem.at(at, parts[0], parts[1]);
      }
    }
    return Problem.at(place, "The text is not YAML here: " + told + ".", "");
  }

  private static Map<String, String> remedies() {
    var remedies = new LinkedHashMap<String, String>();
    remedies.put("(TAB)", "A tab is used for indentation.|Indent with spaces.");
    remedies.put(
        "mapping values are not allowed",
        "A colon makes a key here, where none may stand.|"
            + "Quote a text that contains `: `, and check the indentation.");
    remedies.put("scanning a quoted scalar", "The quoted text does not end.|Close the quotes.");
    remedies.put(
        "while parsing a flow mapping", "The object in braces does not end.|Close it with `}`.");
    remedies.put(
        "while parsing a flow sequence", "The list in brackets does not end.|Close it with `]`.");
    remedies.put(
        "undefined alias",
        "A name after `*` is not defined.|Quote a text that begins with `*`, or define `&name`.");
    remedies.put(
        "unknown escape", "The text in double quotes has an unknown escape.|Use single quotes.");
    remedies.put(
        "cannot start any token",
        "A plain text cannot begin with this character.|Put the text in quotes.");
    remedies.put(
        "another document", "A second document begins here.|Keep one document in the file.");
    remedies.put(
        "expected <block end>",
        "The indentation does not fit what comes before.|"
            + "Give all keys of an object, and all items of a list, the same indentation.");
    remedies.put("could not find expected ':'", "A key without its colon.|Write `key: value`.");
    return remedies;
  }

  private Written written(Node node) {
    if (++values > MOST_VALUES || !open.add(node)) {
      throw new YamlEngineException("anchors refer to themselves or expand too much");
    }
    try {
      return switch (node) {
        case ScalarNode scalar -> scalar(scalar);
        case SequenceNode list ->
            new Written.Items(place(node), list.getValue().stream().map(this::written).toList());
        case MappingNode mapping when variable(mapping).isPresent() ->
            unquoted(mapping, variable(mapping).get());
        case MappingNode mapping -> new Written.Entries(place(node), entries(mapping));
        case AnchorNode anchor -> written(anchor.getRealNode());
        default -> throw new IllegalStateException(node.getClass().getName());
      };
    } finally {
      open.remove(node);
    }
  }

  /// The name in `{{name}}` without quotes, which is YAML for an object in an object.
  private static Optional<String> variable(MappingNode mapping) {
    return mapping.getValue().size() == 1
            && mapping.getValue().getFirst().getKeyNode() instanceof MappingNode inner
            && inner.getValue().size() == 1
            && inner.getValue().getFirst().getKeyNode() instanceof ScalarNode name
        ? Optional.of(name.getValue())
        : Optional.empty();
  }

  private Written unquoted(MappingNode mapping, String name) {
    String text = "{{" + name + "}}";
    problems.accept(
        Problem.at(
            place(mapping), "A variable lacks its quotes.", "Write it as `\"" + text + "\"`."));
    return new Written.Scalar(place(mapping), text, Written.Sort.TEXT);
  }

  private List<Written.Entry> entries(MappingNode mapping) {
    var entries = new LinkedHashMap<String, Written.Entry>();
    var merged = new ArrayList<Written>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.accept(
            Problem.at(
                place(tuple.getKeyNode()),
                "A key must be a single word.",
                "Put a text that begins with `{` or `[` in quotes, as in \"{{label}}\"."));
      } else if (key.getValue().equals("<<") && key.isPlain()) {
        merged.add(written(tuple.getValueNode()));
      } else if (decimals(key, tuple.getValueNode(), entries)) {
        problems.accept(
            Problem.at(
                entries.lastEntry().getValue().value().place(),
                "A number is written with a comma, which separates keys here.",
                "Write it with a point: " + number(entries, key) + "."));
      } else {
        var entry = new Written.Entry(place(key), key.getValue(), written(tuple.getValueNode()));
        var first = entries.putIfAbsent(key.getValue(), entry);
        if (first != null) {
          problems.accept(
              Problem.at(
                  entry.place(),
                  "`"
                      + key.getValue()
                      + "` is written twice, first in line "
                      + first.place().line()
                      + ".",
                  "Keep one of the two."));
        }
      }
    }
    merged.forEach(from -> merge(from, entries));
    return List.copyOf(entries.values());
  }

  /// Whether a key is the second half of a number such as 0,5.
  private static boolean decimals(
      ScalarNode key, Node value, SequencedMap<String, Written.Entry> before) {
    return key.getValue().matches("\\d+")
        && value instanceof ScalarNode nothing
        && nothing.getValue().isEmpty()
        && !before.isEmpty()
        && before.lastEntry().getValue().value() instanceof Written.Scalar(_, _, var sort)
        && sort == Written.Sort.NUMBER;
  }

  /// Both halves as one number, which also takes the place of the first.
  private static String number(SequencedMap<String, Written.Entry> entries, ScalarNode decimals) {
    var entry = entries.lastEntry().getValue();
    String text = ((Written.Scalar) entry.value()).text() + "." + decimals.getValue();
    var whole = new Written.Scalar(entry.value().place(), text, Written.Sort.NUMBER);
    entries.put(entry.key(), new Written.Entry(entry.place(), entry.key(), whole));
    return text;
  }

  private void merge(Written from, Map<String, Written.Entry> into) {
    switch (from) {
      case Written.Entries some -> some.entries().forEach(e -> into.putIfAbsent(e.key(), e));
      case Written.Items many -> many.items().forEach(each -> merge(each, into));
      case Written.Scalar scalar ->
          problems.accept(
              Problem.at(
                  scalar.place(), "Only an object can be merged with `<<`.", "Write `<<: *name`."));
    }
  }

  private Written scalar(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (!tag.getValue().startsWith("tag:yaml.org,2002:")) {
      problems.accept(
          Problem.at(
              place(node),
              "Tags such as `" + tag.getValue() + "` mean nothing here.",
              "Quote a text that begins with `!`."));
    }
    var scalar = new Written.Scalar(place(node), text, sort(node, text));
    return node.isPlain() ? plain.apply(scalar) : scalar;
  }

  private static Written.Sort sort(ScalarNode node, String text) {
    if (!node.isPlain()) {
      return Written.Sort.TEXT;
    }
    if (NOTHINGS.contains(text)) {
      return Written.Sort.NOTHING;
    }
    if (FLAGS.contains(text)) {
      return Written.Sort.FLAG;
    }
    return NUMBER.matcher(text).matches() ? Written.Sort.NUMBER : Written.Sort.TEXT;
  }

  private Place place(Node node) {
    return node.getStartMark().map(this::place).orElse(Place.of(file));
  }

  private Place place(Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Place placeOf(String text, int position) {
    int end = Math.min(Math.max(position, 0), text.length());
    String before = text.substring(0, end);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Place(file, line, end - before.lastIndexOf('\n'));
  }

  private static String oneLine(YamlEngineException e) {
    String told =
        e instanceof MarkedYamlEngineException marked
            ? marked.getContext() + " " + marked.getProblem()
            : String.valueOf(e.getMessage());
    return told.replace("null ", "").replaceAll("\\s+", " ").strip();
  }
}
