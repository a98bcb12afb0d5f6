package dev.metier.protocol;

import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What the vendors' own libraries make of what we write.
final class Oracles {
  /// An event of a stream: its name, empty when it has none, and its data.
  record Event(String name, String data) {}

  private Oracles() {}

  static List<Event> events(byte[] stream) {
    List<Event> events = new ArrayList<>();
    for (String block : new String(stream, StandardCharsets.UTF_8).split("\n\n", -1)) {
      String name = "";
      String data = "";
      for (String line : block.split("\n", -1)) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        }
      }
      if (!data.isEmpty()) {
        events.add(new Event(name, data));
      }
    }
    return events;
  }

  /// The message that Anthropic's library assembles; it throws when a rule of the stream is broken.
  static Message message(byte[] stream) {
    var accumulator = MessageAccumulator.create();
    try {
      for (Event event : events(stream)) {
        var read =
            com.anthropic.core.ObjectMappers.jsonMapper()
                .readValue(event.data(), RawMessageStreamEvent.class)
                .validate();
        accumulator.accumulate(read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return accumulator.message().validate();
  }

  static Message wholeMessage(byte[] body) {
    try {
      return com.anthropic.core.ObjectMappers.jsonMapper()
          .readValue(body, Message.class)
          .validate();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The completion that OpenAI's library assembles, of all chunks up to `[DONE]`.
  static ChatCompletion completion(byte[] stream) {
    var accumulator = ChatCompletionAccumulator.create();
    try {
      for (Event event : events(stream)) {
        if (!event.data().equals("[DONE]")) {
          accumulator.accumulate(
              com.openai.core.ObjectMappers.jsonMapper()
                  .readValue(event.data(), ChatCompletionChunk.class)
                  .validate());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return accumulator.chatCompletion().validate();
  }

  static ChatCompletion wholeCompletion(byte[] body) {
    try {
      return com.openai.core.ObjectMappers.jsonMapper()
          .readValue(body, ChatCompletion.class)
          .validate();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
