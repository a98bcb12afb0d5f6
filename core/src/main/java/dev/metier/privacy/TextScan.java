package dev.metier.privacy;

/// One pass over one text. From each place where something can begin it looks a bounded number of
/// characters ahead or back, so the whole is linear in the length of the text. Not thread-safe.
final class TextScan {
  private static final int LONGEST_LOCAL = 64;
  private static final int LONGEST_DOMAIN = 255;
  private static final int LONGEST_LOGIN = 120;
  private static final int SHORTEST_TOP = 2;

  private final String text;
  private final DetectionCollector found;
  private final Numbers numbers;
  private final Ids ids;
  private final Secrets secrets;

  TextScan(String text, DetectionCollector found) {
    this.text = text;
    this.found = found;
    this.numbers = new Numbers(text, found);
    this.ids = new Ids(text, found);
    this.secrets = new Secrets(text, found);
  }

  void run() {
    int length = text.length();
    int i = 0;
    while (i < length) {
      byte kind = Chars.kind(text.charAt(i));
      switch (kind) {
        case Chars.OTHER -> i++;
        case Chars.AT -> {
          at(i);
          i++;
        }
        case Chars.BACKSLASH -> i += isEscape(i + 1) ? 2 : 1;
        default -> i = run(i, kind);
      }
    }
  }

  /// Whether a letter belongs to an escape, not to a word.
  private boolean isEscape(int i) {
    return i < text.length() && "nrtbf".indexOf(text.charAt(i)) >= 0;
  }

  /// A run of letters, digits and the signs of keys; the place behind it.
  private int run(int start, byte first) {
    int length = text.length();
    int digits = 0;
    int uppers = 0;
    int lowers = 0;
    int changes = 0;
    boolean letters = false;
    byte before = Chars.OTHER;
    byte kind = first;
    int i = start;
    while (true) {
      if (kind == Chars.DIGIT) {
        digits++;
      } else if (kind == Chars.UPPER) {
        uppers++;
      } else if (kind == Chars.LOWER) {
        lowers++;
      }
      if (kind != before) {
        if (before < Chars.SIGN && kind < Chars.SIGN) {
          changes++;
          letters = letters && isStillWord(i, kind);
        } else if (kind < Chars.SIGN) {
          letters = word(i, kind);
        }
      }
      before = kind;
      i++;
      if (i == length) {
        break;
      }
      kind = Chars.kind(text.charAt(i));
      if (kind > Chars.SIGN) {
        break;
      }
    }
    found.looked(i - start);
    secrets.run(start, i, new Secrets.Mix(digits, uppers, lowers, changes));
    return i;
  }

  /// Looks at the number that may begin directly behind letters; whether there is none.
  private boolean isStillWord(int i, byte kind) {
    if (kind == Chars.DIGIT) {
      numbers.behindWord(i);
    }
    return kind != Chars.DIGIT;
  }

  /// Looks at what begins here; whether it is a word of letters, so far.
  private boolean word(int start, byte kind) {
    if (start > 0 && text.charAt(start - 1) == '_') {
      secrets.word(start);
      return false;
    }
    if (kind == Chars.DIGIT) {
      numbers.at(start);
      return false;
    }
    ids.at(start);
    secrets.word(start);
    return true;
  }

  private void at(int at) {
    if (login(at)) {
      return;
    }
    int start = at;
    while (start > 0 && at - start < LONGEST_LOCAL && isLocal(text.charAt(start - 1))) {
      start--;
    }
    int end = start < at ? domain(behindLine(at + 1)) : 0;
    found.looked(at - start + Math.max(0, end - at));
    if (end > 0 && !isNobodys(start, at, end)) {
      found.add(Kind.EMAIL, start, end);
    }
  }

  private static boolean isLocal(char c) {
    return switch (c) {
      case '.', '_', '%', '+', '-' -> true;
      default -> Character.isLetterOrDigit(c);
    };
  }

  /// Behind the end of a line that stands here: narrow columns break addresses at an `@` or a dash.
  private int behindLine(int at) {
    int i = at < text.length() && text.charAt(at) == '\r' ? at + 1 : at;
    return i < text.length() && text.charAt(i) == '\n' ? i + 1 : at;
  }

  /// The end of the domain that begins here, or 0 when there is none.
  private int domain(int from) {
    int end = from;
    int dot = -1;
    while (end < text.length() && end - from < LONGEST_DOMAIN) {
      char c = text.charAt(end);
      if (c == '.') {
        boolean goesOn = end + 1 < text.length() && Character.isLetterOrDigit(text.charAt(end + 1));
        if (end == from || !goesOn) {
          break;
        }
        dot = end;
      } else if (c == '-' && behindLine(end + 1) > end + 1) {
        end = behindLine(end + 1);
        continue;
      } else if (c != '-' && !Character.isLetterOrDigit(c)) {
        break;
      }
      end++;
    }
    if (dot < 0 || end - dot - 1 < SHORTEST_TOP) {
      return 0;
    }
    for (int i = dot + 1; i < end; i++) {
      if (!Character.isLetter(text.charAt(i))) {
        return 0;
      }
    }
    return end;
  }

  /// Addresses that are examples, or of machines.
  private boolean isNobodys(int start, int at, int end) {
    String local = text.substring(start, at);
    String domain = text.substring(at + 1, end).strip().toLowerCase(java.util.Locale.ROOT);
    boolean example =
        switch (domain) {
          case "example.com", "example.org", "example.net" -> true;
          default ->
              domain.endsWith(".example")
                  || domain.endsWith(".invalid")
                  || domain.endsWith(".test")
                  || domain.endsWith(".localhost");
        };
    if (example || isVersion(domain)) {
      return true;
    }
    return local.equals("git") || local.equals("noreply") || local.equals("no-reply");
  }

  /// What stands behind an `@` in names of packages (`1.2.x`) and of pictures (`2x.png`).
  private static boolean isVersion(String domain) {
    int i = 0;
    while (Character.isDigit(domain.charAt(i))) {
      i++;
    }
    boolean next = domain.charAt(i) == '.' && Character.isDigit(domain.charAt(i + 1));
    return i > 0 && (next || domain.startsWith("x.", i));
  }

  /// A name and a password in a URL, before its host.
  private boolean login(int at) {
    int colon = -1;
    for (int i = at - 1; i > 1 && at - i < LONGEST_LOGIN; i--) {
      char c = text.charAt(i);
      if (c == '/') {
        boolean login = text.startsWith("://", i - 2) && colon > i + 1 && colon < at - 1;
        if (login) {
          found.add(Kind.SECRET, colon + 1, at);
        }
        return login;
      }
      if (c == ':') {
        colon = i;
      } else if (c == '@' || c <= ' ' || c == '"' || c == '<' || c == '>') {
        return false;
      }
    }
    return false;
  }
}
