package dev.metier.importer.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts turns together from records in order. Not thread-safe.
final class SessionBuilder {
  private final List<Session.Turn> turns = new ArrayList<>();
  private final StringBuilder prompt = new StringBuilder();
  private final StringBuilder answer = new StringBuilder();
  private String message = "";
  private Optional<String> model = Optional.empty();
  private int tools;
  private boolean interrupted;
  private boolean answered;

  /// A person wrote.
  void asked(String text) {
    if (answered || tools > 0 || interrupted) {
      end();
    }
    prompt.append(prompt.isEmpty() ? "" : "\n\n").append(text.strip());
  }

  /// The model wrote a text.
  ///
  /// @param id of the message that the text is of, which may come in several pieces
  void said(String id, String text, Optional<String> by) {
    if (text.isBlank()) {
      return;
    }
    if (!id.equals(message) || id.isEmpty()) {
      answer.setLength(0);
    }
    message = id;
    answer.append(answer.isEmpty() ? "" : "\n\n").append(text.strip());
    answered = true;
    model = by.or(() -> model);
  }

  /// The model called a tool; a text before it was no answer.
  void called() {
    tools++;
    answer.setLength(0);
  }

  void interrupted() {
    interrupted = true;
  }

  private void end() {
    if (!prompt.isEmpty()) {
      turns.add(new Session.Turn(prompt.toString(), answer.toString(), model, tools, interrupted));
    }
    prompt.setLength(0);
    answer.setLength(0);
    message = "";
    tools = 0;
    interrupted = false;
    answered = false;
  }

  /// The session; nothing may be added any more.
  Session session(String id) {
    end();
    return new Session(id, turns);
  }
}
