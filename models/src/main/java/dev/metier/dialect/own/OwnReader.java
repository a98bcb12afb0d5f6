package dev.metier.dialect.own;

import dev.metier.catalog.Application;
import dev.metier.chat.ChatEvent;
import dev.metier.chat.FinishReason;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.WireError;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Reads what an application gives, which is an answer only once all of it is there. Not
/// thread-safe.
final class OwnReader implements StreamReader {
  private final Application application;
  private final ByteArrayOutputStream given = new ByteArrayOutputStream();
  private boolean finished;

  OwnReader(Application application) {
    this.application = application;
  }

  @Override
  public List<ChatEvent> read(byte[] chunk) {
    given.writeBytes(chunk);
    return List.of();
  }

  @Override
  public List<ChatEvent> end() {
    if (finished || given.size() == 0) {
      return List.of();
    }
    finished = true;
    var read = OwnMessages.answer(given.toString(StandardCharsets.UTF_8), application);
    var events = new ArrayList<ChatEvent>();
    if (!read.answer().isEmpty()) {
      events.add(new ChatEvent.TextDelta(read.answer()));
    }
    read.usage().ifPresent(usage -> events.add(new ChatEvent.Used(usage)));
    events.add(new ChatEvent.Finished(FinishReason.STOP, Optional.empty()));
    return events;
  }

  @Override
  public List<ChatEvent> readWhole(byte[] body) {
    given.writeBytes(body);
    return end();
  }

  @Override
  public Optional<WireError> error() {
    return Optional.empty();
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public OptionalDouble tokensPerSecond() {
    return OptionalDouble.empty();
  }

  @Override
  public long held() {
    return given.size();
  }

  @Override
  public boolean cold() {
    return false;
  }
}
