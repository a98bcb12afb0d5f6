package dev.metier.grade.text;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.script.Script;
import dev.metier.grade.script.ScriptResult;
import dev.metier.grade.script.Scripts;
import dev.metier.grade.value.BoundedPattern;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A regular expression as JavaScript reads it is found in the answer as it stands. What a case
/// fills in is part of the expression; what is none fails, also turned round.
///
/// @param inverse whether it must not be found
public record JavaScriptRegexGrader(Template template, boolean ignoreCase, boolean inverse)
    implements Grader {
  private static final String FIND =
      """
      let pattern;
      try {
        pattern = new RegExp(context.pattern, context.flags);
      } catch (error) {
        return { pass: false, score: 0, reason: error.message };
      }
      const found = pattern.exec(output);
      return { pass: found !== null, score: 1, reason: found === null ? '' : found[0] };
      """;

  public static JavaScriptRegexGrader of(GraderSpec.Regex spec, boolean inverse) {
    String text = spec.pattern().text();
    var template = spec.whole() ? new Template("^(?:" + text + ")$") : spec.pattern();
    return new JavaScriptRegexGrader(template, spec.ignoreCase(), inverse);
  }

  @Override
  public Grade grade(Sample sample) {
    String pattern = template.fill(sample.given().values());
    String text = sample.reply().text();
    Optional<Pattern> java =
        ignoreCase || text.chars().anyMatch(c -> Character.isSurrogate((char) c))
            ? Optional.empty()
            : JavaScriptPattern.java(pattern);
    if (java.isPresent()) {
      Matcher matcher = new BoundedPattern(java.get()).on(text);
      return matcher.find() ? found(pattern, matcher.group()) : missing(pattern, text);
    }
    return inEngine(pattern, text);
  }

  private Grade inEngine(String pattern, String text) {
    var context = JsonComparison.MAPPER.createObjectNode();
    context.put("pattern", pattern).put("flags", ignoreCase ? "i" : "");
    return switch (Scripts.run(new Script(List.of(), Optional.of(FIND)), text, context)) {
      case ScriptResult.Graded(boolean pass, double score, String found) ->
          score == 0
              ? Grade.fail(quote(pattern) + " is no regular expression of JavaScript: " + found)
              : pass ? found(pattern, found) : missing(pattern, text);
      case ScriptResult.Stopped(String what) ->
          Grade.broken("The pattern " + quote(pattern) + " " + what + " on this answer.");
      case ScriptResult.Threw(String message) ->
          Grade.broken("The pattern " + quote(pattern) + " fails: " + quote(message) + ".");
      case ScriptResult.Truth _,
          ScriptResult.Numeral _,
          ScriptResult.Text _,
          ScriptResult.Other _,
          ScriptResult.NotTransformed _,
          ScriptResult.AnswerStopped _ ->
          throw new IllegalStateException("no result of a search");
    };
  }

  private Grade found(String pattern, String found) {
    String reason = quote(found) + " matches the pattern " + quote(pattern) + ".";
    return inverse ? Grade.fail(reason) : Grade.pass(reason);
  }

  private Grade missing(String pattern, String text) {
    String reason =
        "Expected a place that matches " + quote(pattern) + ", found " + quote(text) + ".";
    return inverse
        ? Grade.pass("Nothing matches the pattern " + quote(pattern) + ".")
        : Grade.fail(reason);
  }
}
