package dev.metier.project.cases;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.form.Encoding;
import dev.metier.form.Written;
import dev.metier.form.Yaml;
import dev.metier.job.Case;
import dev.metier.job.Case.Draft;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// One file of cases, read line by line so that large files fit into memory. A case has `id`,
/// `expected`, `slices`, `cluster`, `critical`, `images`, `graders`, `draft`; its variables are
/// what is under `vars` and every other key.
final class CaseText {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final int TOLD = 5;
  private static final int COLUMN_BITS = 9;
  private static final int LAST_COLUMN = (1 << COLUMN_BITS) - 1;

  private final Path file;
  private final String stem;
  private final Consumer<Problem> problems;
  private final Consumer<String> notes;
  private final List<Case> cases = new ArrayList<>();
  private final BitSet unnamed = new BitSet();
  private final SortedMap<Integer, String> graders = new TreeMap<>();
  private final SortedMap<Integer, List<String>> images = new TreeMap<>();
  private int[] lines = new int[64];
  private int wrong;

  /// Names and slices repeat from case to case: one copy of each is enough.
  private final Map<String, String> names = new HashMap<>();

  CaseText(Path file, String stem, Consumer<Problem> problems, Consumer<String> notes) {
    this.file = file;
    this.stem = stem;
    this.problems = problems;
    this.notes = notes;
  }

  Path file() {
    return file;
  }

  void note(String note) {
    notes.accept(note);
  }

  /// The cases so far.
  CaseFiles.Loaded loaded() {
    if (wrong > TOLD) {
      problems.accept(
          Problem.at(Place.of(file), (wrong - TOLD) + " more cases of this file are wrong.", ""));
    }
    int[] kept = Arrays.copyOf(lines, cases.size());
    return new CaseFiles.Loaded(
        file, List.copyOf(cases), i -> place(kept[i]), unnamed, graders, images);
  }

  /// Line and column packed into one number, since there may be many cases.
  private Place place(int packed) {
    return new Place(file, packed >>> COLUMN_BITS, packed & LAST_COLUMN);
  }

  /// Tells what is wrong with a case; when there are many such cases, that there are.
  void wrong(int line, int column, String what, String hint) {
    if (++wrong <= TOLD) {
      problems.accept(Problem.at(new Place(file, line, column), what, hint));
    }
  }

  /// Adds a case; one without an id is called by its line.
  ///
  /// @param found the values of our own keys
  void add(int line, int column, Map<String, String> found, Map<String, String> vars) {
    add(new Place(file, line, column), line, found, vars);
  }

  private void add(Place place, int number, Map<String, String> found, Map<String, String> vars) {
    if (cases.size() == lines.length) {
      lines = Arrays.copyOf(lines, lines.length * 2);
    }
    lines[cases.size()] = (place.line() << COLUMN_BITS) | Math.min(place.column(), LAST_COLUMN);
    Optional<String> id = Optional.ofNullable(found.get("id")).filter(text -> !text.isBlank());
    unnamed.set(cases.size(), id.isEmpty());
    Optional.ofNullable(found.get("graders")).ifPresent(own -> graders.put(cases.size(), own));
    List<String> shown = parts(found.getOrDefault("images", ""));
    if (!shown.isEmpty()) {
      images.put(cases.size(), shown);
    }
    Optional<Draft> draft = draft(place, vars);
    var plain =
        new Case(
            id.orElse(stem + ":" + number),
            vars,
            Optional.ofNullable(found.get("expected")),
            slices(found.getOrDefault("slices", "")),
            Optional.ofNullable(found.get("cluster")).filter(text -> !text.isBlank()));
    Case given = draft.map(plain::drafted).orElse(plain);
    cases.add(
        critical(place, found.getOrDefault("critical", "false")) ? given.asCritical() : given);
  }

  /// Takes the draft out of the variables; a variable of that name stays.
  private Optional<Draft> draft(Place place, Map<String, String> vars) {
    String text = vars.getOrDefault(DraftKey.NAME, "");
    if (!DraftKey.isMeant(text)) {
      return Optional.empty();
    }
    vars.remove(DraftKey.NAME);
    Optional<Draft> read = DraftKey.read(text);
    if (read.isEmpty()) {
      wrong(place.line(), place.column(), "This draft cannot be read.", DraftKey.REMEDY);
    }
    return read;
  }

  private boolean critical(Place place, String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false", "" -> false;
      default -> {
        wrong(
            place.line(),
            place.column(),
            "`critical` is \"" + text.strip() + "\".",
            "Write true where one failed answer makes a model UNFIT, else false or nothing.");
        yield false;
      }
    };
  }

  private Set<String> slices(String text) {
    return text.isBlank()
        ? Set.of()
        : new TreeSet<>(parts(text).stream().map(this::shared).toList());
  }

  /// The parts of a list that is written as one text.
  private static List<String> parts(String text) {
    return Arrays.stream(text.split(";", -1))
        .filter(part -> !part.isBlank())
        .map(String::strip)
        .toList();
  }

  /// The one copy of a name.
  String shared(String name) {
    return names.computeIfAbsent(name, n -> n);
  }

  // JSON lines -----------------------------------------------------------------------------------

  /// One JSON object a line.
  CaseFiles.Loaded jsonLines() {
    int number = 0;
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        String text = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
        if (!text.isBlank()) {
          jsonLine(number, text);
        }
      }
    } catch (CharacterCodingException e) {
      notUtf8();
    } catch (IOException e) {
      unreadable(e);
    }
    return loaded();
  }

  void unreadable(Exception e) {
    problems.accept(
        Problem.at(Place.of(file), "The file cannot be read: " + e.getMessage() + ".", ""));
  }

  private void jsonLine(int number, String line) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        wrong(number, 1, "A case is a JSON object.", "Write one object in braces a line.");
        return;
      }
      var found = new HashMap<String, String>();
      var vars = new LinkedHashMap<String, String>();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        member(json, found, vars);
      }
      if (json.nextToken() != null) {
        int column = json.currentTokenLocation().getColumnNr();
        wrong(number, column, "Something follows the object.", "Write one object a line.");
        return;
      }
      add(number, 1, found, vars);
    } catch (JacksonException e) {
      int column = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
      wrong(number, column, "This is not JSON: " + told(e) + ".", "");
    }
  }

  private static String told(JacksonException e) {
    String text = e.getOriginalMessage().replaceAll("\\s+", " ").strip();
    String first = text.split(" \\(|; |\\. ", 2)[0];
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }

  private void member(JsonParser json, Map<String, String> found, Map<String, String> vars) {
    String name = shared(json.currentName());
    JsonToken token = json.nextToken();
    switch (name) {
      case "id", "expected", "cluster", "critical", "graders" -> {
        if (token != JsonToken.VALUE_NULL) {
          found.put(name, value(json));
        }
      }
      case "slices", "images" -> found.put(name, slicesOf(json, token));
      case "vars" -> {
        if (token != JsonToken.START_OBJECT) {
          vars.put(name, value(json));
          return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String inner = shared(json.currentName());
          json.nextToken();
          vars.put(inner, value(json));
        }
      }
      default -> vars.putIfAbsent(name, value(json));
    }
  }

  private static String slicesOf(JsonParser json, JsonToken token) {
    if (token == JsonToken.VALUE_NULL) {
      return "";
    }
    if (token != JsonToken.START_ARRAY) {
      return value(json);
    }
    var parts = new ArrayList<String>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      parts.add(value(json));
    }
    return String.join(";", parts);
  }

  private static String value(JsonParser json) {
    if (!json.currentToken().isStructStart()) {
      return json.getString();
    }
    var text = new StringWriter();
    try (var out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      out.copyCurrentStructureExact(json);
    }
    return text.toString();
  }

  // JSON and YAML --------------------------------------------------------------------------------

  /// A list of cases, or an object with such a list under `cases`.
  CaseFiles.Loaded whole() {
    try {
      var root = Yaml.read(file, Files.readString(file), "", problems);
      if (root.isEmpty()) {
        return loaded();
      }
      Written written = root.get();
      if (written instanceof Written.Entries entries && entries.find("cases").isPresent()) {
        written = entries.find("cases").get().value();
      }
      if (written instanceof Written.Items(_, var items)) {
        return written(items);
      }
      wrong(
          written.place().line(),
          written.place().column(),
          "Cases are a list.",
          "Write a list of objects, or an object with such a list under `cases`.");
    } catch (CharacterCodingException e) {
      notUtf8();
    } catch (IOException e) {
      unreadable(e);
    }
    return loaded();
  }

  /// Cases written as objects; without an id they are called by their number.
  CaseFiles.Loaded written(List<Written> items) {
    int number = 0;
    for (Written item : items) {
      number++;
      Place place = item.place();
      if (!(item instanceof Written.Entries(_, var entries))) {
        wrong(place.line(), place.column(), "A case is an object.", "");
        continue;
      }
      var found = new HashMap<String, String>();
      var vars = new LinkedHashMap<String, String>();
      entries.forEach(entry -> member(entry, found, vars));
      add(place, number, found, vars);
    }
    return loaded();
  }

  private void member(Written.Entry entry, Map<String, String> found, Map<String, String> vars) {
    String name = shared(entry.key());
    Written value = entry.value();
    boolean nothing =
        value instanceof Written.Scalar(_, _, var sort) && sort == Written.Sort.NOTHING;
    switch (name) {
      case "id", "expected", "cluster", "critical", "graders" -> {
        if (!nothing) {
          found.put(name, value.textOrJson());
        }
      }
      case "slices", "images" ->
          found.put(
              name,
              value instanceof Written.Items(_, var items)
                  ? String.join(";", items.stream().map(Written::textOrJson).toList())
                  : nothing ? "" : value.textOrJson());
      case "vars" -> {
        if (value instanceof Written.Entries(_, var inner)) {
          inner.forEach(e -> vars.put(shared(e.key()), e.value().textOrJson()));
        } else {
          vars.put(name, value.textOrJson());
        }
      }
      default -> vars.putIfAbsent(name, value.textOrJson());
    }
  }

  // What went wrong with the file --------------------------------------------------------------

  void notUtf8() {
    try {
      problems.accept(Encoding.problem(file));
    } catch (IOException e) {
      unreadable(e);
    }
  }
}
