package dev.metier.terminal.label;

import dev.metier.core.io.OwnerOnly;
import dev.metier.terminal.Console;
import dev.metier.terminal.label.KeyPress.Special;
import dev.metier.terminal.label.KeyPress.Typed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/// Sheets on the whole window of a terminal, which looks as before when they are closed.
final class LiveSheets implements SheetView {
  private static final String OTHER_SCREEN = "\u001b[?1049h";
  private static final String FIRST_SCREEN = "\u001b[?1049l";
  private static final String BEGIN_FRAME = "\u001b[?2026h";
  private static final String END_FRAME = "\u001b[?2026l";
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";
  private static final int LEAST_COLUMNS = 20;

  /// How long the rest of a key's sequence may take, in milliseconds.
  private static final long SEQUENCE = 40;

  private final Terminal terminal;
  private final Console console;
  private final Attributes before;
  private boolean whole;
  private int scroll;
  private boolean closed;

  LiveSheets(Terminal terminal, Console console) {
    this.terminal = terminal;
    this.console = console;
    this.before = terminal.enterRawMode();
    silenceSignals();
    put(OTHER_SCREEN + HIDE_CURSOR);
  }

  /// Empty when there is no terminal.
  static Optional<SheetView> open(Console console) {
    if (!console.terminal()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LiveSheets(
              TerminalBuilder.builder().system(true).dumb(false).nativeSignals(false).build(),
              console));
    } catch (IOException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  /// Ctrl-C comes as a key, so that the screen is given back.
  private void silenceSignals() {
    Attributes raw = terminal.getAttributes();
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(raw);
  }

  @Override
  public KeyPress ask(Sheet sheet) {
    scroll = 0;
    whole = false;
    while (true) {
      var frame = frame(sheet);
      scroll = Math.clamp(scroll, 0, frame.last());
      draw(frame(sheet), "");
      KeyPress key = key();
      switch (key) {
        case Special.UP -> scroll--;
        case Special.DOWN -> scroll++;
        case Special.PAGE_UP -> scroll -= frame.page();
        case Special.PAGE_DOWN -> scroll += frame.page();
        case Typed(int c) when c == ' ' -> scroll += frame.page();
        case Typed(int c) when c == 'i' -> whole = !whole;
        case Typed _ -> {
          return key;
        }
        case Special.END -> {
          return key;
        }
        case Special.ENTER, Special.BACKSPACE, Special.ESCAPE -> {}
      }
    }
  }

  private SheetFrame frame(Sheet sheet) {
    Size size = terminal.getSize();
    int columns = Math.max(LEAST_COLUMNS, size.getColumns());
    return new SheetFrame(
        sheet, columns, size.getRows(), whole, scroll, console.colours(), console.unicode());
  }

  private void draw(SheetFrame frame, String after) {
    var text = new StringBuilder(BEGIN_FRAME).append("\u001b[H");
    var lines = frame.lines();
    for (int i = 0; i < lines.size(); i++) {
      text.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append("\u001b[K");
    }
    put(text.append("\u001b[J").append(after).append(END_FRAME).toString());
  }

  @Override
  public Optional<String> line(String prompt, String text) {
    var typed = new StringBuilder(text);
    put(SHOW_CURSOR);
    try {
      while (true) {
        drawLine(prompt, typed.toString());
        switch (key()) {
          case Special.ENTER -> {
            return Optional.of(typed.toString());
          }
          case Special.ESCAPE, Special.END -> {
            return Optional.empty();
          }
          case Special.BACKSPACE -> {
            if (!typed.isEmpty()) {
              typed.setLength(typed.offsetByCodePoints(typed.length(), -1));
            }
          }
          case Typed(int c) -> typed.appendCodePoint(c);
          case Special.UP, Special.DOWN, Special.PAGE_UP, Special.PAGE_DOWN -> {}
        }
      }
    } finally {
      put(HIDE_CURSOR);
    }
  }

  /// In the last row, the end of what is longer than that.
  private void drawLine(String prompt, String typed) {
    Size size = terminal.getSize();
    int room = Math.max(LEAST_COLUMNS, size.getColumns()) - prompt.length() - 2;
    String shown = WrappedText.visible(typed);
    while (WrappedText.width(shown) > Math.max(8, room)) {
      shown = shown.substring(shown.offsetByCodePoints(0, 1));
    }
    put("\u001b[%d;1H\u001b[2K%s %s".formatted(size.getRows(), prompt, shown));
  }

  @Override
  public Optional<String> edit(String prompt, String text) {
    String editor = console.env().getOrDefault("VISUAL", console.env().getOrDefault("EDITOR", ""));
    if (editor.isBlank()) {
      return line(prompt, text);
    }
    Attributes raw = terminal.getAttributes();
    try {
      Path folder = Files.createTempDirectory("metier");
      Path file = folder.resolve("expected.txt");
      OwnerOnly.write(file, text.getBytes(StandardCharsets.UTF_8));
      put(SHOW_CURSOR + FIRST_SCREEN);
      terminal.setAttributes(before);
      int exit =
          new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", file.toString())
              .inheritIO()
              .start()
              .waitFor();
      String edited = Files.readString(file);
      Files.delete(file);
      Files.delete(folder);
      // editors end the last line
      String whole = text.endsWith("\n") ? edited : edited.replaceFirst("\\R$", "");
      return exit == 0 ? Optional.of(whole) : Optional.empty();
    } catch (IOException e) {
      return line(prompt, text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      terminal.setAttributes(raw);
      put(OTHER_SCREEN + HIDE_CURSOR);
    }
  }

  private KeyPress key() {
    try {
      int c = read(0);
      return switch (c) {
        case '\u001b' -> sequence();
        case '\r', '\n' -> Special.ENTER;
        case '\b', 127 -> Special.BACKSPACE;
        case 3, 4, -1 -> Special.END;
        default -> new Typed(c);
      };
    } catch (IOException e) {
      return Special.END;
    }
  }

  /// A character beyond the basic plane comes as two.
  private int read(long timeout) throws IOException {
    NonBlockingReader in = terminal.reader();
    int c = timeout == 0 ? in.read() : in.read(timeout);
    return c >= 0 && Character.isHighSurrogate((char) c)
        ? Character.toCodePoint((char) c, (char) in.read())
        : c;
  }

  private KeyPress sequence() throws IOException {
    int next = terminal.reader().peek(SEQUENCE);
    if (next != '[' && next != 'O') {
      return Special.ESCAPE;
    }
    read(SEQUENCE);
    return switch (read(SEQUENCE)) {
      case 'A' -> Special.UP;
      case 'B' -> Special.DOWN;
      case '5' -> closing(Special.PAGE_UP);
      case '6' -> closing(Special.PAGE_DOWN);
      default -> Special.ESCAPE;
    };
  }

  private KeyPress closing(Special key) throws IOException {
    read(SEQUENCE);
    return key;
  }

  private void put(String text) {
    terminal.writer().print(text);
    terminal.flush();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    put(SHOW_CURSOR + FIRST_SCREEN);
    terminal.setAttributes(before);
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
