package dev.metier.protocol;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.ChatReply;
import dev.metier.dialect.ReplyAssembly;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.messages.Messages;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Shorthand for what a client says and hears.
final class Talk {
  static final ReplyMetadata HEADING =
      new ReplyMetadata("r1abc", "invoice-extraction", Instant.ofEpochSecond(1_795_000_000), 42);
  static final ParsedRequest CHAT =
      ChatCompletions.PROTOCOL.read(
          bytes(
              """
              {"model":"invoice-extraction","stream":true,"stream_options":{"include_usage":true},
               "messages":[{"role":"user","content":"hi"}],"stop":["###"]}
              """));
  static final ParsedRequest MESSAGES =
      Messages.PROTOCOL.read(
          bytes(
              """
              {"model":"invoice-extraction","stream":true,"max_tokens":64,
               "messages":[{"role":"user","content":"hi"}],"stop_sequences":["###"]}
              """));

  private Talk() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] stream(Protocol protocol, ParsedRequest asked, List<ChatEvent> events) {
    return protocol.stream(HEADING, asked).write(events);
  }

  static ParsedRequest with(ParsedRequest asked, Map<String, String> memory) {
    return new ParsedRequest(
        asked.request(), asked.stream(), asked.usageInStream(), asked.dropped(), memory);
  }

  static ChatReply reply(List<ChatEvent> events) {
    var assembly = new ReplyAssembly();
    events.forEach(assembly::add);
    return assembly.reply();
  }
}
