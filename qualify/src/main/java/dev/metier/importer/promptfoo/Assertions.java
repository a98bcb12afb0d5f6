package dev.metier.importer.promptfoo;

import dev.metier.core.text.NumberText;
import dev.metier.form.Written;
import dev.metier.importer.Origin;
import dev.metier.importer.Rules;
import dev.metier.importer.nunjucks.NotRendered;
import dev.metier.importer.promptfoo.config.Assertion;
import dev.metier.importer.promptfoo.config.AssertionTypes;
import dev.metier.importer.promptfoo.config.CellGrammar;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// From promptfoo's assertions to graders; what has none is told.
final class Assertions {
  static final String NO_WEIGHT = "All weights are 0, so that its score is 0 and it never passes.";
  static final String GIVE_WEIGHT = "Give one of them a weight.";
  private static final String SAYS_NOTHING = "It names no value.";

  private static final Pattern FLAGS = Pattern.compile("\\(\\?[a-z]+\\)");

  private final ConfigFolder source;
  private final JavaScriptSource scripts;
  private final PythonSource programs;
  private final Supplier<ToolDeclarations> tools;

  /// @param tools those that the models may call, asked for when all of the file is known
  Assertions(ConfigFolder source, PythonSource programs, Supplier<ToolDeclarations> tools) {
    this.tools = tools;
    this.source = source;
    this.programs = programs;
    this.scripts = new JavaScriptSource(source);
  }

  /// How assertions are judged.
  ///
  /// @param counted whether their weights count, because there is a threshold
  /// @param transformed whether code made what they look at, which may be no text
  /// @param vars the test's variables
  /// @param texts these as texts
  record Mode(
      boolean counted, boolean transformed, Map<String, Written> vars, Map<String, String> texts) {}

  /// An assertion's grader.
  ///
  /// @param index the assertion's number among those of its test
  record Made(Assertion assertion, int index, ObjectNode grader) {}

  /// The graders of a test or a set.
  ///
  /// @param whole whether every assertion that counts has one
  record Graded(List<Made> made, boolean whole) {
    List<ObjectNode> nodes() {
      return made.stream().map(Made::grader).toList();
    }

    /// Where the graders of a case come from.
    ///
    /// @param counted whether they have a threshold together, below which a set has no grade of its
    ///   own
    Origin origin(int test, String id, boolean counted) {
      return new Origin(test, id, made.stream().map(each -> kept(each, counted)).toList(), whole);
    }

    private static Origin.Kept kept(Made made, boolean counted) {
      Assertion assertion = made.assertion();
      int index = counted && assertion.isSet() ? Origin.NOWHERE : made.index();
      return new Origin.Kept(assertion.typed(), assertion.place(), index);
    }
  }

  /// The graders of these, in their order.
  Graded graders(List<Assertion> assertions, Mode mode) {
    var graders = new ArrayList<Made>();
    boolean whole = true;
    int number = 0;
    for (Assertion each : assertions) {
      int index = number++;
      boolean nothing = each.weight().isPresent() && each.weight().getAsDouble() == 0;
      if (nothing && !mode.counted() && !each.isSet()) {
        source.note("Assertions of weight 0 never fail a case, and are left out.");
        source.carried(each);
        continue;
      }
      Optional<ObjectNode> grader = grader(each, mode);
      whole &= grader.isPresent();
      if (grader.isEmpty()) {
        source.refused(each);
      }
      grader.ifPresent(node -> {
        source.carried(each);
        if (mode.counted()) {
          node.put("weight", each.weight().orElse(1));
        }
        each.metric().ifPresent(name -> node.put("name", name));
        graders.add(new Made(each, index, node));
      });
    }
    return new Graded(graders, whole);
  }

  private Optional<ObjectNode> grader(Assertion each, Mode mode) {
    Optional<String> reason = AssertionTypes.reason(each.type());
    if (reason.isPresent()) {
      return lost(each, reason.get(), AssertionTypes.instead(each.type()));
    }
    if (each.value().filter(v -> v.textOrJson().startsWith("package:")).isPresent()) {
      return lost(each, "Its value is code of a package, which is not run.", "");
    }
    if (each.value().filter(source::holdsDate).isPresent()) {
      return lost(each, "A date without quotes is no text there, and never judged.", "Quote it.");
    }
    if (each.value().filter(RenderedPrompts::hasCode).isPresent()) {
      try {
        return plainly(each.with(RenderedPrompts.value(each.value().get(), mode)), mode);
      } catch (NotRendered e) {
        return lost(
            each,
            "Its value has " + e.what() + ", which is not rendered here.",
            "Write what it comes to into a variable of the case.");
      }
    }
    return plainly(each, mode);
  }

  private Optional<ObjectNode> plainly(Assertion each, Mode mode) {
    Optional<ObjectNode> node = each.isSet() ? set(each, mode) : plain(each, mode);
    return node.map(n -> each.negated() && !n.has("program") ? Rules.negated(n) : n)
        .flatMap(n -> AnswerTransforms.own(each, n, scripts));
  }

  private Optional<ObjectNode> lost(Assertion each, String why, String instead) {
    source.lost(each.typed(), each.place(), why, instead);
    return Optional.empty();
  }

  private Optional<ObjectNode> set(Assertion each, Mode mode) {
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
    boolean counted = mode.counted() || each.threshold().isPresent();
    Graded all = graders(parts, new Mode(counted, mode.transformed(), mode.vars(), mode.texts()));
    List<ObjectNode> graders = all.nodes();
    if (graders.isEmpty() || !all.whole()) {
      return lost(each, "Not all of its assertions are carried over.", "");
    }
    if (counted && weightless(all)) {
      return lost(each, NO_WEIGHT, GIVE_WEIGHT);
    }
    var node = Rules.object();
    if (mode.counted()) {
      // its mean is its score, and the test's threshold alone decides
      node.putObject("weighted").putArray("of").addAll(graders);
    } else if (counted) {
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

  /// Whether none of these has a weight: their score is 0 then.
  static boolean weightless(Graded all) {
    return all.made().stream()
        .map(Made::assertion)
        .allMatch(each -> each.weight().isPresent() && each.weight().getAsDouble() == 0);
  }

  private Optional<ObjectNode> plain(Assertion each, Mode mode) {
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
      case "is-json" -> Likenesses.json(each, "json_valid", "json_schema", source);
      case "contains-json" -> Likenesses.json(each, "json_found", "json_found", source);
      case "is-xml" -> wellFormed(each, "xml_valid");
      case "is-html" -> wellFormed(each, "html_valid");
      case "is-sql" -> new QueryAssertions(source, false).grader(each);
      case "contains-xml" -> wellFormed(each, "xml_found");
      case "contains-html" -> wellFormed(each, "html_found");
      case "contains-sql" -> new QueryAssertions(source, true).grader(each);
      case "levenshtein" ->
          loaded(each)
              .map(text -> Likenesses.edits(text, each.threshold()))
              .or(() -> lost(each, SAYS_NOTHING, ""));
      case "rouge-n" -> likeness(each, "rouge_1", 0.75);
      case "bleu" -> likeness(each, "bleu_words", 0.5);
      case "gleu" -> likeness(each, "gleu", 0.5);
      case "meteor" -> {
        source.note("`meteor` knows no synonyms here; figures differ a little.");
        yield likeness(each, "meteor", 0.5);
      }
      case "is-refusal" -> Likenesses.refusal(source);
      case "finish-reason" -> finish(each);
      case "cost" -> limit(each, "within_cost", " USD");
      case "latency" -> latency(each);
      case "similar", "similar:cosine" -> similar(each);
      case "javascript" -> scripts.grader(each, mode);
      case "python" -> programs.grader(each, mode);
      case "tool-call-f1" -> called(each);
      default -> lost(each, "There is no grader that judges alike.", "");
    };
  }

  private Optional<ObjectNode> called(Assertion each) {
    List<String> names =
        texts(each).stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
    if (names.isEmpty()) {
      return lost(each, SAYS_NOTHING, "");
    }
    if (!tools.get().names().containsAll(names)) {
      return lost(
          each,
          "It names a tool that no `tools` of the models declare.",
          "Declare it under `tools` of the job, and write `tool_calls`.");
    }
    return Optional.of(Likenesses.calls(names, each.threshold()));
  }

  /// The texts of a list, or those between commas.
  private static List<String> texts(Assertion each) {
    return each.value()
        .map(w ->
            w instanceof Written.Items(_, var items)
                ? items.stream().map(Written::textOrJson).toList()
                : CellGrammar.texts(w.textOrJson()))
        .orElse(List.of());
  }

  private Optional<ObjectNode> latency(Assertion each) {
    source.note("`latency` is measured at the socket here, without queueing.");
    return limit(each, "within_time", "ms");
  }

  /// The value where it is one text.
  static Optional<String> text(Assertion each) {
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
    List<String> texts = texts(each);
    return texts.isEmpty()
        ? lost(each, SAYS_NOTHING, "")
        : Optional.of(Rules.texts(name, "texts", texts, ignoreCase));
  }

  private Optional<ObjectNode> regex(Assertion each) {
    Optional<String> pattern = loaded(each);
    if (pattern.isEmpty()) {
      return lost(each, SAYS_NOTHING, "");
    }
    if (FLAGS.matcher(pattern.get()).find()) {
      source.note(
          "`(?i)` and its like begin no pattern of JavaScript: promptfoo fails them always, and so"
              + " does this.");
    }
    var node = Rules.object();
    node.putObject("regex").put("pattern", pattern.get()).put("flavour", "javascript");
    return Optional.of(node);
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

  private Optional<ObjectNode> likeness(Assertion each, String name, double usual) {
    List<String> texts =
        each.value().filter(Written.Items.class::isInstance).isPresent()
            ? ((Written.Items) each.value().get())
                .items().stream().map(Written::textOrJson).toList()
            : loaded(each).stream().toList();
    return texts.isEmpty()
        ? lost(each, SAYS_NOTHING, "")
        : Optional.of(Likenesses.words(name, texts, each.threshold().orElse(usual)));
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
}
