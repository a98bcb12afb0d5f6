package dev.metier.upstream;

import dev.metier.chat.ChatEvent;
import dev.metier.core.log.Log;
import dev.metier.provider.http.Keys;
import dev.metier.upstream.UsageTap.Text;
import dev.metier.wire.Bytes;
import dev.metier.wire.UnescapedLetters;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes a server's own key out of what clients get, should it send it back: whole, or in pieces
/// over the events of a stream. The text of an answer is followed letter by letter
/// ([KMP](https://doi.org/10.1137/0206024)); while it ends as the key begins, its bytes wait. Not
/// thread-safe.
final class KeyGuard {
  /// Shorter keys may stand in any text by chance.
  private static final int SHORTEST = 16;

  /// Fewer letters of a key tell nothing of it.
  private static final int TELLING = 4;

  private static final int MOST_WAITING = 64 << 10;
  private static final int VALUES = 256;
  private static final byte[] HIDDEN = Text.of("[key]");
  private static final byte[] NOTHING = {};

  /// Letters of the key in a string of an answer; `before` is what stood before them.
  private record Piece(int from, int to, @Nullable Piece before) {}

  private final byte[] key;
  private final int[] borders;
  private final int[] steps;
  private int matched;
  private int left;
  private boolean complete;
  private boolean found;
  private byte[] waiting = NOTHING;
  private final UnescapedLetters.Reader reader = new UnescapedLetters.Reader();

  private KeyGuard(byte[] key) {
    this.key = key;
    this.borders = new int[key.length];
    this.steps = new int[key.length == 0 ? 0 : VALUES];
    Arrays.fill(steps, key.length);
    for (int at = 0; at < key.length - 1; at++) {
      steps[key[at] & 0xFF] = key.length - 1 - at;
    }
    for (int at = 1; at < key.length; at++) {
      int border = borders[at - 1];
      while (border > 0 && key[border] != key[at]) {
        border = borders[border - 1];
      }
      borders[at] = key[border] == key[at] ? border + 1 : 0;
    }
  }

  /// Looks for this key, if it is one that can be told from other text.
  static KeyGuard of(Keys.Key key) {
    return key instanceof Keys.Present(String secret) && secret.length() >= SHORTEST
        ? new KeyGuard(secret.getBytes(StandardCharsets.US_ASCII))
        : none();
  }

  /// Looks for nothing.
  static KeyGuard none() {
    return new KeyGuard(NOTHING);
  }

  /// Follows the text of an event.
  void follow(ChatEvent event) {
    switch (event) {
      case ChatEvent.TextDelta(String text) -> follow(text);
      case ChatEvent.RefusalDelta(String text) -> follow(text);
      case ChatEvent.ThinkingDelta(String text) -> follow(text);
      case ChatEvent.ToolDelta(_, String text) -> follow(text);
      case ChatEvent.ToolStart _,
          ChatEvent.ThinkingSigned _,
          ChatEvent.ThinkingSealed _,
          ChatEvent.LogProbs _,
          ChatEvent.Used _,
          ChatEvent.Finished _ -> {}
    }
  }

  private void follow(String text) {
    if (key.length > 0) {
      follow(text.getBytes(StandardCharsets.UTF_8), 0, -1);
    }
  }

  /// Follows text that stands in bytes.
  ///
  /// @param to behind its last byte; -1 for the end
  void follow(byte[] bytes, int from, int to) {
    if (key.length == 0) {
      return;
    }
    int end = to < 0 ? bytes.length : to;
    for (int at = from; at < end; at++) {
      int letter = bytes[at];
      if (letter == '\\' || reader.open()) {
        letter = reader.read(bytes[at]);
      }
      if (letter != -1) {
        follow(letter);
      }
    }
  }

  private void follow(int letter) {
    while (matched > 0 && key[matched] != letter) {
      matched = borders[matched - 1];
    }
    matched += key[matched] == letter ? 1 : 0;
    if (matched == key.length) {
      complete = true;
      matched = 0;
    }
  }

  /// What may be handed on now of bytes for the client, whose text was followed before.
  byte[] released(byte[] bytes) {
    if (key.length == 0) {
      return bytes;
    }
    byte[] all = withoutWhole(waiting.length == 0 ? bytes : joined(waiting, bytes));
    if (complete) {
      complete = false;
      found = true;
      all = withoutPieces(all);
    }
    boolean waits = matched >= TELLING && all.length < MOST_WAITING;
    waiting = waits ? all : NOTHING;
    left = waits ? left : matched;
    return waits ? NOTHING : all;
  }

  /// What still waits at the end of the answer.
  byte[] rest() {
    byte[] rest = waiting;
    waiting = NOTHING;
    return rest;
  }

  /// Whether the key was found since the last time.
  boolean found() {
    boolean now = found;
    found = false;
    return now;
  }

  /// Tells of a key that was found.
  ///
  /// @param request whose answer held it
  /// @param place of the server that sent it
  void tell(String request, String place) {
    if (found()) {
      Log.warning(
          KeyGuard.class,
          "request "
              + request
              + ": "
              + place
              + " sent its key back, which was taken out of the answer");
    }
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  private byte[] withoutWhole(byte[] bytes) {
    boolean escaped = UnescapedLetters.any(bytes);
    if (!escaped && find(bytes, 0) < 0) {
      return bytes;
    }
    UnescapedLetters text = UnescapedLetters.of(bytes, 0, bytes.length);
    byte[] letters = escaped ? text.letters() : bytes;
    List<Piece> all = new ArrayList<>();
    for (int at = find(letters, 0); at >= 0; at = find(letters, at + key.length)) {
      int end = at + key.length;
      all.add(
          escaped ? new Piece(text.place(at), text.place(end), null) : new Piece(at, end, null));
    }
    found |= !all.isEmpty();
    return all.isEmpty() ? bytes : without(bytes, all, true);
  }

  /// Where the whole key stands (<https://doi.org/10.1002/spe.4380100608>).
  private int find(byte[] bytes, int from) {
    int last = key.length - 1;
    for (int end = from + last; end < bytes.length; end += steps[bytes[end] & 0xFF]) {
      if (bytes[end] == key[last]
          && Arrays.equals(bytes, end - last, end + 1, key, 0, key.length)) {
        return end - last;
      }
    }
    return -1;
  }

  /// Without the key where it goes from one string on into others.
  private byte[] withoutPieces(byte[] bytes) {
    var reached = new @Nullable Piece[key.length];
    int open = Bytes.find(bytes, 0, bytes.length, '"');
    while (open >= 0) {
      int from = open + 1;
      int to = Text.endOfString(bytes, open, bytes.length) - 1;
      boolean name = to + 1 < bytes.length && bytes[to + 1] == ':';
      Piece last = name || to < from ? null : goneOn(bytes, from, to, reached);
      if (last != null) {
        return without(bytes, chain(last), false);
      }
      open = Bytes.find(bytes, Math.max(from, to + 1), bytes.length, '"');
    }
    return bytes;
  }

  /// Notes how far the key has come with this string; its last piece once it is complete.
  private @Nullable Piece goneOn(byte[] bytes, int from, int to, @Nullable Piece[] reached) {
    UnescapedLetters text = UnescapedLetters.of(bytes, from, to);
    byte[] letters = text.letters();
    for (int at = key.length - 1; at >= 1; at--) {
      if (reached[at] == null && at != left) {
        continue;
      }
      int same = same(letters, 0, at);
      if (at + same == key.length) {
        return new Piece(from, text.place(same), reached[at]);
      }
      if (same > 0 && same == letters.length) {
        reached[at + same] = new Piece(from, to, reached[at]);
      }
    }
    for (int some = Math.min(letters.length, key.length - 1); some >= 1; some--) {
      if (same(letters, letters.length - some, 0) == some) {
        reached[some] = new Piece(text.place(letters.length - some), to, null);
      }
    }
    return null;
  }

  private int same(byte[] letters, int from, int at) {
    int most = Math.min(letters.length - from, key.length - at);
    int differs = Arrays.mismatch(letters, from, from + most, key, at, at + most);
    return differs < 0 ? most : differs;
  }

  private static List<Piece> chain(Piece last) {
    List<Piece> all = new ArrayList<>();
    for (Piece piece = last; piece != null; piece = piece.before) {
      all.addFirst(piece);
    }
    return all;
  }

  /// @param each whether each of them is a whole key
  private static byte[] without(byte[] bytes, List<Piece> pieces, boolean each) {
    var out = new ByteArrayOutputStream(bytes.length);
    int from = 0;
    for (Piece piece : pieces) {
      out.write(bytes, from, piece.from - from);
      out.writeBytes(each || from == 0 ? HIDDEN : NOTHING);
      from = piece.to;
    }
    out.write(bytes, from, bytes.length - from);
    return out.toByteArray();
  }
}
