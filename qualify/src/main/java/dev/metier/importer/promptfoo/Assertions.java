package dev.metier.importer.promptfoo;

import dev.metier.core.text.NumberText;
import dev.metier.form.Written;
import dev.metier.form.Yaml;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// From promptfoo's assertions to graders; what has none is told.
final class Assertions {
  /// Of Nunjucks only plain variables are filled in here.
  private static final Pattern CODE =
      Pattern.compile("\\{%|\\{#|\\{\\{(?!\\s*[A-Za-z_][\\w.-]*\\s*\\}\\})");

  private static final String SAYS_NOTHING = "It names no value.";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ConfigFolder source;

  Assertions(ConfigFolder source) {
    this.source = source;
  }

  /// The graders of these, in their order.
  ///
  /// @param counted whether their weights count, because there is a threshold
  List<ObjectNode> graders(List<Assertion> assertions, boolean counted) {
    var graders = new ArrayList<ObjectNode>();
    for (Assertion each : assertions) {
      boolean nothing = each.weight().isPresent() && each.weight().getAsDouble() == 0;
      if (nothing && !counted) {
        source.note("Assertions of weight 0 never fail a case, and are left out.");
        source.carried(each);
        continue;
      }
      grader(each, counted)
          .ifPresent(node -> {
            source.carried(each);
            if (counted) {
              node.put("weight", each.weight().orElse(1));
            }
            each.metric().ifPresent(name -> node.put("name", name));
            graders.add(node);
          });
    }
    return graders;
  }

  private Optional<ObjectNode> grader(Assertion each, boolean counted) {
    Optional<String> reason = AssertionTypes.reason(each.type());
    if (reason.isPresent()) {
      return lost(each, reason.get(), AssertionTypes.instead(each.type()));
    }
    if (each.key("transform").isPresent()) {
      return lost(each, "Its `transform` is code, which is not run.", "");
    }
    if (templated(each)) {
      return lost(
          each,
          "Its value has Nunjucks code; only plain variables are filled in here.",
          "Write what it comes to into a variable of the case.");
    }
    Optional<ObjectNode> node = each.type().equals("assert-set") ? set(each) : plain(each, counted);
    return node.map(n -> each.negated() ? negated(n) : n);
  }

  private static boolean templated(Assertion each) {
    return each.value().map(Written::textOrJson).filter(t -> CODE.matcher(t).find()).isPresent();
  }

  private static ObjectNode negated(ObjectNode node) {
    String name = node.propertyNames().iterator().next();
    var opposite = Rules.object();
    String turned = name.startsWith("not_") ? name.substring(4) : "not_" + name;
    // none of several is our `not_contains`
    opposite.set(turned.equals("not_contains_any") ? "not_contains" : turned, node.get(name));
    node.properties().stream()
        .skip(1)
        .forEach(member -> opposite.set(member.getKey(), member.getValue()));
    return opposite;
  }

  private Optional<ObjectNode> lost(Assertion each, String why, String instead) {
    source.lost(each.typed(), each.place(), why, instead);
    return Optional.empty();
  }

  private Optional<ObjectNode> set(Assertion each) {
    var parts = new ArrayList<Assertion>();
    each.key("assert")
        .filter(Written.Items.class::isInstance)
        .ifPresent(w ->
            ((Written.Items) w)
                .items().stream()
                    .filter(Written.Entries.class::isInstance)
                    .map(Written.Entries.class::cast)
                    .map(Assertion::of)
                    .forEach(parts::add));
    boolean counted = each.threshold().isPresent();
    int before = source.losses().size();
    List<ObjectNode> graders = graders(parts, counted);
    if (graders.isEmpty() || source.losses().size() > before) {
      return lost(each, "Not all of its assertions are carried over.", "");
    }
    var node = Rules.object();
    if (counted) {
      double least = each.threshold().getAsDouble();
      if (least <= 0) {
        source.note("A set with the threshold 0 always passes, and is left out.");
        return Optional.empty();
      }
      var weighted = node.putObject("weighted");
      weighted.putArray("of").addAll(graders);
      weighted.put("threshold", Math.min(1, least));
    } else {
      node.putArray("all").addAll(graders);
    }
    return Optional.of(node);
  }

  private Optional<ObjectNode> plain(Assertion each, boolean counted) {
    return switch (each.type()) {
      case "equals" -> equal(each);
      case "contains" -> one(each, "contains", "texts", false);
      case "icontains" -> one(each, "contains", "texts", true);
      case "contains-all" -> several(each, "contains_all", false);
      case "icontains-all" -> several(each, "contains_all", true);
      case "contains-any" -> several(each, "contains_any", false);
      case "icontains-any" -> several(each, "contains_any", true);
      case "starts-with" -> one(each, "starts_with", "text", false);
      case "regex" -> regex(each);
      case "word-count" -> words(each);
      case "is-json" -> json(each);
      case "is-xml" -> wellFormed(each, "xml_valid");
      case "is-html" -> wellFormed(each, "html_valid");
      case "is-sql" -> wellFormed(each, "sql_valid");
      case "is-refusal" -> {
        source.note("`is-refusal` is judged by our own list of phrases.");
        yield Optional.of(Rules.bare("refusal"));
      }
      case "finish-reason" -> finish(each);
      case "cost" -> limit(each, "within_cost", " USD");
      case "latency" -> {
        source.note("`latency` is measured at the socket here, without queueing.");
        yield limit(each, "within_time", "ms");
      }
      case "similar" -> similar(each);
      case "javascript" -> javascript(each, counted);
      default -> lost(each, "There is no grader that judges alike.", "");
    };
  }

  private static Optional<String> text(Assertion each) {
    return each.value()
        .filter(Written.Scalar.class::isInstance)
        .map(Written.Scalar.class::cast)
        .filter(scalar -> scalar.sort() != Written.Sort.NOTHING)
        .map(Written.Scalar::text);
  }

  /// A text, also that of a file, without the white space around it.
  private Optional<String> loaded(Assertion each) {
    return text(each)
        .flatMap(value ->
            ConfigFolder.isFile(value)
                ? source.text(value, each.place()).map(String::strip)
                : Optional.of(value));
  }

  private Optional<ObjectNode> equal(Assertion each) {
    if (each.value().filter(w -> !(w instanceof Written.Scalar)).isPresent()) {
      var node = Rules.object();
      node.putObject("value").put("expected", each.value().get().json()).put("kind", "json");
      return Optional.of(node);
    }
    return loaded(each).map(text -> Rules.equal(text, true)).or(() -> lost(each, SAYS_NOTHING, ""));
  }

  private Optional<ObjectNode> one(Assertion each, String name, String under, boolean ignoreCase) {
    return loaded(each)
        .filter(text -> !text.isEmpty())
        .map(text -> Rules.texts(name, under, text, ignoreCase))
        .or(() -> lost(each, SAYS_NOTHING, "promptfoo makes the whole row an error."));
  }

  private Optional<ObjectNode> several(Assertion each, String name, boolean ignoreCase) {
    List<String> texts =
        each.value()
            .map(w ->
                w instanceof Written.Items(_, var items)
                    ? items.stream().map(Written::textOrJson).toList()
                    : CommaTexts.of(w.textOrJson()))
            .orElse(List.of());
    return texts.isEmpty()
        ? lost(each, SAYS_NOTHING, "")
        : Optional.of(Rules.texts(name, "texts", texts, ignoreCase));
  }

  private Optional<ObjectNode> regex(Assertion each) {
    Optional<String> pattern = loaded(each);
    if (pattern.isEmpty()) {
      return lost(each, SAYS_NOTHING, "");
    }
    return Patterns.java(pattern.get())
        .map(java -> {
          var node = Rules.object();
          node.putObject("regex").put("pattern", java);
          return node;
        })
        .or(() ->
            lost(
                each,
                "JavaScript does not read this expression as Java does, or not at all.",
                "Write it as `regex`; `ignore_case` stands for `(?i)`."));
  }

  private Optional<ObjectNode> words(Assertion each) {
    var node = Rules.object();
    var length = node.putObject("length").put("unit", "words");
    if (each.value().isPresent() && each.value().get() instanceof Written.Entries limits) {
      limits.find("min").ifPresent(e -> length.put("at_least", (int) number(e.value())));
      limits.find("max").ifPresent(e -> length.put("at_most", (int) number(e.value())));
    } else {
      Optional<String> count = text(each).filter(t -> t.matches("\\d{1,9}"));
      if (count.isEmpty()) {
        return lost(each, "It names no number of words.", "");
      }
      int words = Integer.parseInt(count.get());
      length.put("at_least", words).put("at_most", words);
    }
    return Optional.of(node);
  }

  private static double number(Written written) {
    try {
      return Double.parseDouble(written.textOrJson());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private Optional<ObjectNode> json(Assertion each) {
    if (each.value().isEmpty() || each.value().get().textOrJson().equals("null")) {
      return Optional.of(Rules.bare("json_valid"));
    }
    Optional<String> schema =
        each.value().get() instanceof Written.Entries entries
            ? Optional.of(entries.json())
            : text(each).flatMap(value -> schema(value, each));
    return schema.map(text -> {
      var node = Rules.object();
      node.set("json_schema", JSON.readTree(text));
      return node;
    });
  }

  private Optional<String> schema(String value, Assertion each) {
    int before = source.losses().size();
    Optional<Written> written =
        ConfigFolder.isFile(value)
            ? value.matches(".*\\.(js|cjs|mjs|ts|py)(:.*)?")
                ? Optional.empty()
                : source.file(value, each.place()).flatMap(f -> source.written(f, each.place()))
            : Yaml.read(each.place().file(), value, "", _ -> {});
    Optional<String> json = written.filter(Written.Entries.class::isInstance).map(Written::json);
    if (json.isEmpty() && source.losses().size() == before) {
      source.lost(each.typed(), each.place(), "Its schema is no object.", "");
    }
    return json;
  }

  private Optional<ObjectNode> wellFormed(Assertion each, String name) {
    return each.value().isPresent() && !each.value().get().textOrJson().equals("null")
        ? lost(each, "Its value says more than well-formed, which is not checked here.", "")
        : Optional.of(Rules.bare(name));
  }

  private Optional<ObjectNode> finish(Assertion each) {
    return text(each)
        .filter(
            reason -> List.of("stop", "length", "content_filter", "tool_calls").contains(reason))
        .map(reason -> {
          var node = Rules.object();
          String ours = reason.equals("tool_calls") ? "tool_use" : reason;
          node.putArray("finish_reason").add(ours);
          return node;
        })
        .or(() -> lost(each, "It names no reason that is known.", ""));
  }

  private Optional<ObjectNode> limit(Assertion each, String name, String unit) {
    return each.threshold().isPresent()
        ? Optional.of(
            Rules.object()
                .put(
                    name,
                    NumberText.plain(BigDecimal.valueOf(each.threshold().getAsDouble())) + unit))
        : lost(each, "It names no threshold.", "");
  }

  private Optional<ObjectNode> similar(Assertion each) {
    source.note("`similar` is measured by an embedding of ours; figures differ a little.");
    double usual = each.written().isPresent() ? 0.75 : 0.8;
    return loaded(each)
        .map(text -> {
          var node = Rules.object();
          node.putObject("embedding")
              .put("expected", text)
              .put("at_least", each.threshold().orElse(usual));
          return node;
        })
        .or(() -> lost(each, "It compares with several texts.", ""));
  }

  private Optional<ObjectNode> javascript(Assertion each, boolean counted) {
    Optional<String> code = text(each);
    if (code.isEmpty() || ConfigFolder.isFile(code.get())) {
      return lost(
          each, "It is JavaScript in a file, which is not run.", "A `program` grader can run it.");
    }
    return JavaScriptExpression.grader(code.get())
        .filter(_ -> !counted && !each.negated())
        .or(() -> code(each, code.get(), counted));
  }

  /// Its number is a score where weights count; what it throws fails also behind `not-`.
  private Optional<ObjectNode> code(Assertion each, String code, boolean counted) {
    Optional<String> absent = JavaScriptCode.absent(code);
    if (absent.isPresent()) {
      return lost(
          each,
          "It uses `" + absent.get() + "`, which is not there where code is run here.",
          "Say it without, or run it by a `program` grader.");
    }
    if (each.key("config").isPresent()) {
      return lost(each, "Its `config` is not carried over.", "Write it into the code.");
    }
    var node = Rules.object();
    var said = node.putObject("javascript").put("code", code);
    each.threshold().ifPresent(least -> said.put("threshold", least));
    if (counted) {
      said.put("scored", true);
      if (each.negated()) {
        source.note("`not-javascript` turns a number round here, which promptfoo keeps as score.");
      }
    }
    return Optional.of(node);
  }

  /// Texts between commas, where a quoted one may hold commas.
  static final class CommaTexts {
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"]|\"\")*)\"|[^,]+");

    private CommaTexts() {}

    static List<String> of(String text) {
      if (!text.contains("\"")) {
        return Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(t -> !t.isEmpty())
            .toList();
      }
      var texts = new ArrayList<String>();
      var m = TEXT.matcher(text);
      while (m.find()) {
        String quoted = m.group(1);
        String each = quoted == null ? m.group().strip() : quoted.replace("\"\"", "\"");
        if (!each.isEmpty()) {
          texts.add(each);
        }
      }
      return texts;
    }
  }
}
