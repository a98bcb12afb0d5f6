package dev.metier.importer.promptfoo;

import dev.metier.form.Written;
import dev.metier.importer.promptfoo.config.Assertion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The code that answers go through before they are judged: first that of the model, then that of
/// the test.
///
/// @param model that of all models, in place
/// @param usable whether it can be run
/// @param done whether answers went through all of it before they were recorded
record AnswerTransforms(JavaScriptSource code, List<String> model, boolean usable, boolean done) {
  static final String KEY = "transform";

  /// Those of the models of a configuration, which must be the same.
  static AnswerTransforms of(Optional<Written> models, JavaScriptSource code, boolean done) {
    List<Optional<Written>> all =
        models.stream().flatMap(AnswerTransforms::items).map(AnswerTransforms::ofModel).toList();
    List<Written> written = all.stream().flatMap(Optional::stream).toList();
    if (done || written.isEmpty()) {
      return new AnswerTransforms(code, List.of(), true, done);
    }
    Written first = written.getFirst();
    if (written.size() < all.size()
        || written.stream().anyMatch(w -> !w.textOrJson().equals(first.textOrJson()))) {
      code.folder()
          .lost(
              KEY,
              first.place(),
              "The models have different ones, but the graders are the same for all models.",
              "Write a file for each, or put it under `defaultTest`.");
      return new AnswerTransforms(code, List.of(), false, false);
    }
    Optional<String> text =
        code.code(first.textOrJson(), JavaScriptSource.Use.TRANSFORMS, KEY, first.place());
    return new AnswerTransforms(code, text.stream().toList(), text.isPresent(), false);
  }

  private static Stream<Written> items(Written written) {
    return written instanceof Written.Items(_, var all) ? all.stream() : Stream.of(written);
  }

  private static Optional<Written> ofModel(Written model) {
    if (!(model instanceof Written.Entries entries)) {
      return Optional.empty();
    }
    boolean plain = entries.find("id").isPresent() || entries.entries().size() != 1;
    return plain
        ? entries.find(KEY).map(Written.Entry::value)
        : ofModel(entries.entries().getFirst().value());
  }

  /// All that answers to a test go through; empty where it cannot be run, which is told.
  Optional<List<String>> of(Map<String, Written> options) {
    if (!usable) {
      return Optional.empty();
    }
    var all = new ArrayList<>(model);
    if (done) {
      return Optional.of(all);
    }
    for (String key : List.of(KEY, "postprocess")) {
      Written own = options.get(key);
      if (own != null) {
        Optional<String> text =
            code.code(
                own.textOrJson(), JavaScriptSource.Use.TRANSFORMS, "options." + key, own.place());
        return text.map(last -> {
          all.add(last);
          return all;
        });
      }
    }
    return Optional.of(all);
  }

  /// A grader with what its assertion alone goes through.
  static Optional<ObjectNode> own(Assertion each, ObjectNode grader, JavaScriptSource code) {
    Optional<Written> own = each.key(KEY);
    if (own.isEmpty()) {
      return Optional.of(grader);
    }
    return code.code(
            own.get().textOrJson(), JavaScriptSource.Use.TRANSFORMS, each.typed(), each.place())
        .map(text -> {
          grader.putArray(KEY).add(text);
          return grader;
        });
  }

  /// Puts them before what a grader has of its own.
  static void before(List<String> transforms, ObjectNode grader) {
    if (transforms.isEmpty()) {
      return;
    }
    var own = grader.path(KEY);
    ArrayNode all = grader.putArray(KEY);
    transforms.forEach(all::add);
    own.forEach(all::add);
  }
}
