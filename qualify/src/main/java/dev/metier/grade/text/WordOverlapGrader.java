package dev.metier.grade.text;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.core.text.ShortText;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Overlap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// Likeness by the words that an answer shares with the nearest of several texts, 0..1; pass or
/// fail when `atLeast` is given. Case makes no difference.
public record WordOverlapGrader(Overlap measure, List<Wording> expected, OptionalDouble atLeast)
    implements Grader {
  private static final int ORDER = 4;
  private static final double NO_MATCH = 1e-7;
  private static final int LONGEST = 20_000;
  private static final double EVEN = 1e-9;
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  public static WordOverlapGrader of(GraderSpec.WordOverlap spec) {
    return new WordOverlapGrader(spec.measure(), Wording.all(spec.expected()), spec.atLeast());
  }

  @Override
  public Grade grade(Sample sample) {
    String found = cut(sample.reply().text());
    List<String> wanted = Wording.textsIn(expected, sample);
    double score = wanted.stream().mapToDouble(text -> score(cut(text), found)).max().orElse(0);
    if (measure == Overlap.BLEU_WORDS && wanted.size() > 1) {
      score = bleu(words(found), wanted.stream().map(text -> words(cut(text))).toList());
    }
    String how = name() + " likeness " + Grade.shown(score);
    String nearest = wanted.size() == 1 ? quote(wanted.getFirst()) : wanted.size() + " texts";
    if (atLeast.isEmpty()) {
      return Grade.of(
          Math.clamp(score, 0, 1),
          how + " to " + nearest + ", found " + quote(found.strip()) + ".");
    }
    String least = Grade.shown(atLeast.getAsDouble());
    return score >= atLeast.getAsDouble() - EVEN
        ? Grade.pass(how + ", at least " + least + " expected.")
        : Grade.fail(
            "Expected a "
                + name()
                + " likeness of at least "
                + least
                + " to "
                + nearest
                + ", found "
                + Grade.shown(score)
                + ": "
                + quote(found.strip())
                + ".");
  }

  private String name() {
    return switch (measure) {
      case BLEU_WORDS -> "BLEU";
      case GLEU -> "GLEU";
      case ROUGE_1 -> "ROUGE-1";
      case METEOR -> "METEOR";
    };
  }

  private static String cut(String text) {
    return ShortText.of(text, LONGEST);
  }

  private double score(String wanted, String found) {
    return switch (measure) {
      case BLEU_WORDS -> bleu(words(found), List.of(words(wanted)));
      case GLEU -> gleu(undotted(wanted), undotted(found));
      case ROUGE_1 -> rouge(PennTokens.of(wanted), PennTokens.of(found));
      case METEOR -> Meteor.score(undotted(wanted), undotted(found));
    };
  }

  private static List<String> words(String text) {
    String plain = text.toLowerCase(Locale.ROOT).strip();
    return plain.isEmpty() ? List.of() : List.of(BLANKS.split(plain));
  }

  /// Words without full stops at their ends.
  private static List<String> undotted(String text) {
    List<String> words = words(text).stream().map(word -> word.replaceAll("\\.+$", "")).toList();
    return words.stream().allMatch(String::isEmpty) ? List.of() : words;
  }

  /// BLEU-4 of one sentence ([Papineni et al. 2002](https://aclanthology.org/P02-1040/)) over the
  /// orders that the answer is long enough for; an order without a match counts as 1e-7.
  private static double bleu(List<String> found, List<List<String>> wanted) {
    if (found.isEmpty()) {
      return 0;
    }
    int orders = Math.min(ORDER, found.size());
    double logs = 0;
    for (int n = 1; n <= orders; n++) {
      int matches = 0;
      for (List<String> each : wanted) {
        matches = Math.max(matches, common(grams(each, n), grams(found, n)));
      }
      logs += Math.log(matches == 0 ? NO_MATCH : (double) matches / (found.size() - n + 1));
    }
    int nearest = wanted.getFirst().size();
    for (List<String> each : wanted) {
      int gap = Math.abs(each.size() - found.size());
      int before = Math.abs(nearest - found.size());
      nearest = gap < before || (gap == before && each.size() < nearest) ? each.size() : nearest;
    }
    double brevity = found.size() > nearest ? 0 : 1 - (double) nearest / found.size();
    return Math.exp(logs / orders + brevity);
  }

  /// The lesser of precision and recall of all sequences of one to four words ([Wu et al.
  /// 2016](https://arxiv.org/abs/1609.08144)).
  private static double gleu(List<String> wanted, List<String> found) {
    if (found.isEmpty() || wanted.isEmpty()) {
      return 0;
    }
    int matches = 0;
    int ours = 0;
    int theirs = 0;
    for (int n = 1; n <= ORDER; n++) {
      matches += common(grams(wanted, n), grams(found, n));
      ours += Math.max(0, found.size() - n + 1);
      theirs += Math.max(0, wanted.size() - n + 1);
    }
    return (double) matches / Math.max(ours, theirs);
  }

  /// The F1 of common words ([Lin 2004](https://aclanthology.org/W04-1013/)).
  private static double rouge(List<String> wanted, List<String> found) {
    int matches = common(grams(wanted, 1), grams(found, 1));
    return matches == 0 ? 0 : 2.0 * matches / (wanted.size() + found.size());
  }

  private static Map<String, Integer> grams(List<String> words, int n) {
    var counts = new HashMap<String, Integer>();
    for (int i = 0; i + n <= words.size(); i++) {
      counts.merge(String.join(" ", words.subList(i, i + n)), 1, Integer::sum);
    }
    return counts;
  }

  private static int common(Map<String, Integer> wanted, Map<String, Integer> found) {
    int common = 0;
    for (var gram : found.entrySet()) {
      common += Math.min(gram.getValue(), wanted.getOrDefault(gram.getKey(), 0));
    }
    return common;
  }
}
