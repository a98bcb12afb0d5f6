package dev.metier.policy;

import dev.metier.job.Check;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A check as JSON: an object with its word as the one key.
final class CheckWriter {
  private CheckWriter() {}

  static ObjectNode of(Check check) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (check) {
      case Check.Complete _, Check.Loops _ -> node.putObject(check.word());
      case Check.Tokens(int atMost) -> node.putObject(check.word()).put("at_most", atMost);
      case Check.Agree(int samples, int least, double temperature) ->
          node.putObject(check.word())
              .put("samples", samples)
              .put("least", least)
              .put("temperature", temperature);
      case Check.Program program -> program(node.putObject(check.word()), program);
      case Check.Judge(var model, var rubric, var timeout, var calibrated) -> {
        var known =
            calibrated.orElseThrow(() -> new IllegalArgumentException("a judge is calibrated"));
        node.putObject(check.word())
            .put("model", model.text())
            .put("rubric", rubric)
            .put("timeout", Amounts.text(timeout))
            .put("words", known.words())
            .put("setting", known.setting());
      }
      case Check.Graders(var specs) ->
          node.set(
              check.word(),
              GraderText.write(
                  specs.orElseThrow(() -> new IllegalArgumentException("no graders are named"))));
      case Check.LogProbability(double atLeast) ->
          node.putObject(check.word()).put("at_least", atLeast);
      case Check.Baseline(var model) -> node.putObject(check.word()).put("model", model.text());
      case Check.Score score -> score(node.putObject(check.word()), score);
    }
    return node;
  }

  private static void program(ObjectNode node, Check.Program program) {
    var words = node.putArray("command");
    program.command().forEach(words::add);
    node.put("timeout", Amounts.text(program.timeout()));
    if (!program.files().isEmpty()) {
      var compiled = node.putArray("files");
      program
          .files()
          .forEach(
              file -> compiled.addObject().put("path", file.path()).put("sha256", file.sha256()));
    }
  }

  private static void score(ObjectNode node, Check.Score score) {
    var known =
        score.weighed().orElseThrow(() -> new IllegalArgumentException("a score is weighed"));
    var signals = node.putArray("of");
    for (int i = 0; i < score.of().size(); i++) {
      ObjectNode each = signals.addObject();
      switch (score.of().get(i)) {
        case Check.Signal.Measure measure -> each.put("signal", measure.word());
        case Check.Signal.Says(var check) -> each.set("signal", of(check));
      }
      var term = known.terms().get(i);
      each.put("middle", term.middle()).put("spread", term.spread()).put("weight", term.weight());
    }
    node.put("base", known.base()).put("at_least", known.atLeast());
  }
}
