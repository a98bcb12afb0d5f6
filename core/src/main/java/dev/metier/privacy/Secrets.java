package dev.metier.privacy;

import java.util.List;
import java.util.Locale;

/// Keys and tokens: those with a known beginning, and words that look drawn by lot. Not
/// thread-safe.
final class Secrets {
  /// The characters of a run, by kind.
  ///
  /// @param changes how often a letter or digit is of another kind than the one before it
  record Mix(int digits, int uppers, int lowers, int changes) {
    /// Of characters drawn by lot six in ten are of another kind than the one before; in names that
    /// people give, three in ten.
    private boolean isDrawn() {
      int share = changes * 100 / (digits + uppers + lowers);
      return share >= 45 || (share >= 40 && digits > 3);
    }
  }

  /// @param length least number of characters behind the beginning
  private record Prefix(String text, int length) {}

  private static final List<Prefix> PREFIXES =
      List.of(
          new Prefix("sk-", 20),
          new Prefix("mk-", 20),
          new Prefix("sk_live_", 16),
          new Prefix("sk_test_", 16),
          new Prefix("rk_live_", 16),
          new Prefix("whsec_", 20),
          new Prefix("ghp_", 30),
          new Prefix("gho_", 30),
          new Prefix("ghu_", 30),
          new Prefix("ghs_", 30),
          new Prefix("ghr_", 30),
          new Prefix("github_pat_", 30),
          new Prefix("glpat-", 20),
          new Prefix("AKIA", 16),
          new Prefix("ASIA", 16),
          new Prefix("AIza", 30),
          new Prefix("xoxa-", 10),
          new Prefix("xoxb-", 10),
          new Prefix("xoxp-", 10),
          new Prefix("xoxr-", 10),
          new Prefix("xoxs-", 10),
          new Prefix("xapp-", 10),
          new Prefix("hf_", 30),
          new Prefix("npm_", 30),
          new Prefix("pypi-", 40),
          new Prefix("dop_v1_", 30),
          new Prefix("shpat_", 30),
          new Prefix("gsk_", 30),
          new Prefix("ya29.", 20),
          new Prefix("SG.", 20));

  private static final Prefix[][] BY_FIRST = new Prefix[128][];

  static {
    for (int c = 0; c < BY_FIRST.length; c++) {
      char first = (char) c;
      BY_FIRST[c] =
          PREFIXES.stream().filter(prefix -> prefix.text.charAt(0) == first).toArray(Prefix[]::new);
    }
  }

  /// Checksums and numbers of calls, which look drawn by lot and open nothing.
  private static final List<String> HARMLESS =
      List.of("sha1-", "sha256-", "sha384-", "sha512-", "call_", "toolu_", "msg_", "resp_", "req_");

  private static final List<String> OPENERS =
      List.of("key", "token", "secret", "passw", "pwd", "credential", "bearer", "authorization");

  private static final int SHORTEST = 20;
  private static final int LONGEST = 200;
  private static final int HEX = 32;
  private static final int CONTEXT = 30;
  private static final int VARIETY = 8;
  private static final int LOT_VARIETY = 12;
  private static final int LONGEST_BODY = 300;
  private static final int UNBROKEN = 12;
  private static final int OVERLAP = 100;
  private static final String PRIVATE = "PRIVATE KEY";

  private final String text;
  private final DetectionCollector found;
  private int looked;

  Secrets(String text, DetectionCollector found) {
    this.text = text;
    this.found = found;
  }

  /// Looks for a known beginning where a word begins.
  void word(int start) {
    char first = text.charAt(start);
    if (first == 'e') {
      token(start);
    } else if (first == 'B' && text.startsWith("BEGIN ", start)) {
      privateKey(start);
    } else if (first < BY_FIRST.length) {
      for (Prefix prefix : BY_FIRST[first]) {
        if (text.startsWith(prefix.text, start)) {
          body(start, start + prefix.text.length(), prefix.length);
          return;
        }
      }
    }
  }

  private void body(int start, int from, int least) {
    if (from + OVERLAP <= looked) {
      // what begins in what was looked at already was looked at with it
      return;
    }
    int end = from;
    int digits = 0;
    int unbroken = 0;
    int longest = 0;
    while (end < text.length() && end - from < LONGEST_BODY && isBody(text.charAt(end))) {
      char c = text.charAt(end++);
      digits += Chars.isDigit(c) ? 1 : 0;
      unbroken = c == '-' || c == '_' || c == '.' ? 0 : unbroken + 1;
      longest = Math.max(longest, unbroken);
    }
    looked = end;
    found.looked(2 * (end - from));
    boolean long_ = end - from >= least && longest >= Math.min(UNBROKEN, least);
    if (long_ && digits > 0 && variety(from, end) >= VARIETY) {
      found.add(Kind.SECRET, start, end);
    }
  }

  private static boolean isBody(char c) {
    return c < 128 && (Chars.isWord(c) || c == '-' || c == '_' || c == '.');
  }

  /// How many different characters there are, case aside from 64 on.
  private int variety(int from, int end) {
    long low = 0;
    long high = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c < 64) {
        low |= 1L << c;
      } else {
        high |= 1L << (c & 63);
      }
    }
    return Long.bitCount(low) + Long.bitCount(high);
  }

  /// A JSON Web Token: two objects in Base64, which both begin with `{"`.
  private void token(int start) {
    if (!text.startsWith("eyJ", start)) {
      return;
    }
    int dot = start;
    while (dot < text.length() && dot - start < LONGEST_BODY && isUrl(text.charAt(dot))) {
      dot++;
    }
    found.looked(dot - start);
    if (text.startsWith(".eyJ", dot)) {
      found.add(Kind.SECRET, start, dot);
    }
  }

  private static boolean isUrl(char c) {
    return c < 128 && (Chars.isWord(c) || c == '-' || c == '_');
  }

  private void privateKey(int start) {
    int at = text.indexOf(PRIVATE, start, Math.min(text.length(), start + CONTEXT));
    if (at > 0) {
      found.add(Kind.SECRET, start, at + PRIVATE.length());
    }
  }

  /// Looks at a whole run: letters of both cases and digits that change more often than in names
  /// that people give, or a long hexadecimal number behind a word such as `key`.
  void run(int start, int end, Mix mix) {
    int length = end - start;
    if (length < SHORTEST || length > LONGEST || mix.digits < 2) {
      return;
    }
    found.looked(2 * length);
    boolean mixed = mix.uppers > 1 && mix.lowers > 1;
    if (mixed && mix.isDrawn() && variety(start, end) >= LOT_VARIETY) {
      if (!isHarmless(start)) {
        found.add(Kind.SECRET, start, end);
      }
    } else if (!mixed && length >= HEX && isHex(start, end) && opens(start)) {
      found.add(Kind.SECRET, start, end);
    }
  }

  private boolean isHarmless(int start) {
    boolean sum = start > 2 && text.startsWith("h1:", start - 3);
    return sum || HARMLESS.stream().anyMatch(prefix -> text.startsWith(prefix, start));
  }

  private boolean isHex(int start, int end) {
    for (int i = start; i < end; i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean opens(int start) {
    String before = text.substring(Math.max(0, start - CONTEXT), start).toLowerCase(Locale.ROOT);
    return OPENERS.stream().anyMatch(before::contains);
  }
}
