package dev.metier.privacy;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;

/// A text as somebody reads it who looks over how it is written: without invisible characters, with
/// digits and letters of all forms as the usual ones, an `@` that was written otherwise, and with
/// one sign between the groups of a number, whatever blanks and punctuation stand there.
@SuppressWarnings("ArrayRecordComponent") // compared with no other
record NormalText(String text, int[] origins) {
  /// Stands for blanks and punctuation that part a list as often as a number.
  static final char WEAK = '\u241f';

  /// Stands for several blanks.
  static final char BLANKS = '\u2420';

  /// Stands for the end of a line, and for blanks around it.
  static final char LINE = '\u2424';

  private static final int LONGEST_GAP = 4;
  private static final String[] AT_SIGNS = {"%40", "&#64;", "&#x40;", "&commat;"};

  /// Empty when it is written plainly already.
  static Optional<NormalText> of(String text) {
    var writing = new Writing(text);
    return writing.run() ? Optional.of(writing.plain()) : Optional.empty();
  }

  void scan(DetectionCollector found) {
    found.decoded(origins);
    new TextScan(text, found).run();
  }

  /// One pass over a text.
  private static final class Writing {
    private final String text;
    private final StringBuilder out;
    private int[] origins;
    private int at;
    private boolean changed;

    Writing(String text) {
      this.text = text;
      this.out = new StringBuilder(text.length());
      this.origins = new int[text.length() + 1];
    }

    /// Whether anything is written otherwise now.
    boolean run() {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c > ' ' && c < 0x7F && c != ',' && c != ';' && c != '|') {
          ascii(c);
        } else {
          int point = text.codePointAt(at);
          int length = Character.charCount(point);
          if (Character.getType(point) == Character.FORMAT) {
            at += length;
            changed = true;
          } else if (!gap()) {
            other(point, length);
          }
        }
      }
      return changed;
    }

    private void ascii(char c) {
      if (c == '%' || c == '&') {
        for (String sign : AT_SIGNS) {
          if (text.startsWith(sign, at)) {
            put('@');
            at += sign.length();
            changed = true;
            return;
          }
        }
      } else if ((c == '-' || c == '.' || c == '/') && gap()) {
        return;
      }
      put(c);
      at++;
    }

    private void other(int point, int length) {
      if (point < 0xA0) {
        put((char) point);
      } else if (Character.isDigit(point)) {
        put((char) ('0' + Character.digit(point, 10)));
        changed = true;
      } else if (isOtherForm(point)) {
        String plain = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
        plain.chars().forEach(each -> put((char) each));
        changed = true;
      } else {
        put(text.charAt(at));
        if (length > 1) {
          at++;
          put(text.charAt(at));
          at++;
          return;
        }
      }
      at += length;
    }

    /// Letters and signs that only look otherwise: full width, small, raised, in circles, bold.
    private static boolean isOtherForm(int point) {
      return (point >= 0xFF01 && point <= 0xFFEF)
          || (point >= 0xFE50 && point <= 0xFE6B)
          || (point >= 0x2070 && point <= 0x209C)
          || (point >= 0x2460 && point <= 0x24FF)
          || (point >= 0x1D400 && point <= 0x1D7FF)
          || (point >= 0x1F100 && point <= 0x1F1FF);
    }

    /// Writes one sign for what stands between two digits, or letters of numbers; false when that
    /// is no gap, or one that every search understands.
    private boolean gap() {
      if (out.isEmpty() || !isOfNumber(out.charAt(out.length() - 1))) {
        return false;
      }
      int end = at;
      int points = 0;
      boolean dash = false;
      boolean blanksOnly = true;
      boolean line = false;
      boolean seen = false;
      while (end < text.length() && points <= LONGEST_GAP) {
        int point = text.codePointAt(end);
        boolean blank = isBlank(point);
        if (Character.getType(point) != Character.FORMAT) {
          if (!blank && !isSign(point)) {
            break;
          }
          seen = true;
          dash |= isDash(point);
          blanksOnly &= blank;
          line |= point == '\n' || point == '\r';
          points++;
        }
        end += Character.charCount(point);
      }
      if (!seen || points > LONGEST_GAP || end == text.length() || !beginsNumber(end)) {
        return false;
      }
      int first = text.codePointAt(at);
      if (end == at + 1 && Chars.separates((char) first)) {
        return false;
      }
      boolean single = points == 1 && !line && first != '\t';
      char blanks = line ? LINE : single ? ' ' : BLANKS;
      char signs = dash ? '-' : single && isPoint(first) ? '.' : WEAK;
      put(blanksOnly ? blanks : signs);
      at = end;
      changed = true;
      return true;
    }

    private boolean beginsNumber(int end) {
      int point = text.codePointAt(end);
      return Character.isDigit(point)
          || (point >= 'A' && point <= 'Z')
          || (point >= 0xFF21 && point <= 0xFF3A);
    }

    private static boolean isOfNumber(char c) {
      return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isBlank(int point) {
      return Character.isWhitespace(point) || Character.isSpaceChar(point);
    }

    private static boolean isDash(int point) {
      return Character.getType(point) == Character.DASH_PUNCTUATION || point == 0x2212;
    }

    private static boolean isPoint(int point) {
      return point == 0xB7 || point == 0x2022 || point == 0x2027 || point == 0x30FB;
    }

    private static boolean isSign(int point) {
      return isDash(point)
          || isPoint(point)
          || (point < 0x7F && ",;|./".indexOf(point) >= 0)
          || (point > 0x7F && Character.getType(point) == Character.OTHER_PUNCTUATION);
    }

    private void put(char c) {
      if (out.length() + 1 >= origins.length) {
        origins = Arrays.copyOf(origins, 2 * origins.length + 1);
      }
      origins[out.length()] = at;
      out.append(c);
    }

    NormalText plain() {
      origins[out.length()] = text.length();
      return new NormalText(out.toString(), Arrays.copyOf(origins, out.length() + 1));
    }
  }
}
