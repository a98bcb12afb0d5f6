package dev.metier.terminal.label;

import dev.metier.terminal.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Sheets one after the other as text, for keys that are read from a file or a pipe: a character
/// each, line breaks between them do not count; a text is the rest of its line.
final class PlainSheets implements SheetView {
  private static final int WIDTH = 100;
  private final Console console;
  private final BufferedReader keys;
  private List<Sheet.Section> shown = List.of();

  PlainSheets(Console console, InputStream keys) {
    this.console = console;
    this.keys = new BufferedReader(new InputStreamReader(keys, StandardCharsets.UTF_8));
    console.say("There is no terminal: keys are read from the input, a character each.");
  }

  @Override
  public KeyPress ask(Sheet sheet) {
    var text = new StringBuilder();
    if (!sheet.message().isEmpty()) {
      text.append(WrappedText.visible(sheet.message())).append('\n');
    }
    if (!sheet.sections().equals(shown)) {
      tell(sheet, text);
      shown = sheet.sections();
    }
    console.print(text.toString());
    int c = read();
    while (c == '\n' || c == '\r') {
      c = read();
    }
    return c < 0 ? KeyPress.Special.END : new KeyPress.Typed(c);
  }

  private static void tell(Sheet sheet, StringBuilder text) {
    text.append('\n').append(sheet.title()).append(": ").append(sheet.status()).append('\n');
    for (Sheet.Section section : sheet.sections()) {
      text.append(section.heading()).append('\n');
      WrappedText.lines(section.text(), WIDTH)
          .forEach(line -> text.append("  ").append(line).append('\n'));
    }
    text.append('[').append(String.join(", ", sheet.keys())).append("]\n");
  }

  @Override
  public Optional<String> line(String prompt, String text) {
    try {
      console.line(prompt);
      return Optional.ofNullable(keys.readLine()).map(String::strip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int read() {
    try {
      return keys.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
