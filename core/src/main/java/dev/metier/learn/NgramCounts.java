package dev.metier.learn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a text consists of: words, pairs of words and runs of four characters, hashed and counted,
/// and its structure.
///
/// Case, blanks and digits' values make no difference. Of long texts the beginning and the end are
/// read.
///
/// @param slots hashes of n-grams, ascending, each below [#SLOTS]
/// @param weights 1 + ln(count) of each
/// @param structure [#STRUCTURE] numbers: length, lines, digits, punctuation, code, tools, script
@SuppressWarnings("ArrayRecordComponent") // never changed, and compared by nobody
public record NgramCounts(int[] slots, float[] weights, float[] structure) {
  /// How many different hashes there are.
  public static final int SLOTS = 1 << 15;

  /// How many numbers describe the structure.
  public static final int STRUCTURE = 12;

  /// As many characters are read at most.
  private static final int MOST = 4_000;

  private static final long WORD = 0x9E3779B97F4A7C15L;
  private static final long PAIR = 0xC2B2AE3D27D4EB4FL;
  private static final long RUN = 0x165667B19E3779F9L;

  /// Of a text alone.
  public static NgramCounts of(String text) {
    return of(text, 0);
  }

  /// Of a text that comes with so many tools.
  public static NgramCounts of(String text, int tools) {
    String read = read(text);
    var scan = new Scan(read.length(), Optional.empty());
    scan.read(read);
    return scan.counts(tools);
  }

  private static String read(String text) {
    return text.length() <= MOST
        ? text
        : text.substring(0, MOST / 2) + "\n" + text.substring(text.length() - MOST / 2);
  }

  /// The n-grams of a text in letters, by their hashes: of several with one hash the first.
  public static Map<Integer, String> spelled(String text) {
    String read = read(text);
    var spelled = new HashMap<Integer, String>();
    new Scan(read.length(), Optional.of(spelled)).read(read);
    return spelled;
  }

  /// One walk through a text.
  private static final class Scan {
    private final char[] folded;
    private final int[] hashes;
    private int length;
    private int found;
    private long word;
    private long before;
    private int words;
    private int digits;
    private int numbers;
    private int lines;
    private int questions;
    private int sentences;
    private int symbols;
    private int fences;
    private int foreign;
    private final Optional<Map<Integer, String>> spelled;
    private int wordBegan;
    private int pairBegan;

    Scan(int characters, Optional<Map<Integer, String>> spelled) {
      this.spelled = spelled;
      folded = new char[characters + 2];
      hashes = new int[3 * characters + 8];
      folded[length++] = ' ';
      wordBegan = length;
    }

    void read(String text) {
      boolean lineHasText = false;
      char last = '\n';
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isLetterOrDigit(c)) {
          inWord(c, last);
          lineHasText = true;
        } else {
          endWord();
          punctuation(text, i, c);
          if (c == '\n') {
            lines += lineHasText ? 1 : 0;
            lineHasText = false;
          }
        }
        last = c;
      }
      endWord();
      lines += lineHasText ? 1 : 0;
    }

    private void inWord(char c, char last) {
      char low = c < 128 ? (char) (c >= 'A' && c <= 'Z' ? c + 32 : c) : Character.toLowerCase(c);
      if (Character.isDigit(low)) {
        digits++;
        numbers += Character.isDigit(last) ? 0 : 1;
        low = '0';
      } else if (low >= 128) {
        foreign++;
      }
      folded[length++] = low;
      word = (word + low + 1) * 0x100000001B3L;
      run();
    }

    private void endWord() {
      if (word == 0) {
        return;
      }
      words++;
      add(word * WORD, wordBegan);
      if (before != 0) {
        add((before * 31 + word) * PAIR, pairBegan);
      }
      before = word;
      word = 0;
      folded[length++] = ' ';
      pairBegan = wordBegan;
      wordBegan = length;
      run();
    }

    private void run() {
      if (length >= 4) {
        long four =
            (long) folded[length - 4] << 48
                | (long) folded[length - 3] << 32
                | (long) folded[length - 2] << 16
                | folded[length - 1];
        add((four ^ four >>> 29) * RUN, length - 4);
      }
    }

    private void add(long mixed, int began) {
      long m = mixed ^ mixed >>> 32;
      int hash = (int) ((m * WORD) >>> 49);
      hashes[found++] = hash;
      if (spelled.isPresent()) {
        spelled.get().putIfAbsent(hash, new String(folded, began, length - began));
      }
    }

    private void punctuation(String text, int i, char c) {
      switch (c) {
        case '?' -> {
          questions++;
          sentences++;
        }
        case '.', '!' -> sentences++;
        case '$', '%', '/', '*', '+', '=', '^', '\\', '<', '>', '{', '}', '|' -> symbols++;
        case '`' -> fences += text.startsWith("```", i) ? 1 : 0;
        default -> {}
      }
    }

    NgramCounts counts(int tools) {
      Arrays.sort(hashes, 0, found);
      var slots = new int[found];
      var weights = new float[found];
      int distinct = 0;
      for (int i = 0; i < found; ) {
        int end = i + 1;
        while (end < found && hashes[end] == hashes[i]) {
          end++;
        }
        slots[distinct] = hashes[i];
        weights[distinct++] = end - i == 1 ? 1 : (float) (1 + Math.log(end - i));
        i = end;
      }
      return new NgramCounts(
          Arrays.copyOf(slots, distinct), Arrays.copyOf(weights, distinct), structure(tools));
    }

    private float[] structure(int tools) {
      double characters = Math.max(1, length);
      double letters = Math.max(1, length - words);
      return new float[] {
        log(length),
        log(words),
        log(lines),
        (float) (digits / characters),
        log(numbers),
        log(questions),
        (float) (letters / Math.max(1, words)),
        log(sentences),
        (float) (symbols / characters),
        log(fences),
        log(tools),
        (float) (foreign / letters)
      };
    }

    private static float log(int count) {
      return (float) Math.log1p(count);
    }
  }

  /// The structure's numbers in words, for whoever asks what decided.
  public static String structureWord(int number) {
    return switch (number) {
      case 0 -> "length";
      case 1 -> "words";
      case 2 -> "lines";
      case 3 -> "share of digits";
      case 4 -> "numbers";
      case 5 -> "questions";
      case 6 -> "length of words";
      case 7 -> "sentences";
      case 8 -> "share of symbols";
      case 9 -> "code fences";
      case 10 -> "tools";
      case 11 -> "share of letters outside ASCII";
      default -> throw new IllegalArgumentException(String.format(Locale.ROOT, "%d", number));
    };
  }
}
