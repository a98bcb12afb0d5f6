package dev.metier.wire;

import java.util.ArrayList;
import java.util.List;

/// Pieces of an answer in the order in which they came: no room is made ahead for more of them. Not
/// thread-safe.
public final class Pieces {
  private final List<byte[]> pieces = new ArrayList<>();
  private int size;

  public void add(byte[] piece) {
    pieces.add(piece);
    size += piece.length;
  }

  /// Bytes that came.
  public int size() {
    return size;
  }

  /// All of them as one, once: nothing is kept.
  public byte[] joined() {
    byte[] all = new byte[size];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    pieces.clear();
    size = 0;
    return all;
  }
}
