package dev.metier.provider;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Tool;
import dev.metier.chat.Usage;
import java.util.ArrayList;
import java.util.List;

/// Counts tokens where a server does not tell, with OpenAI's o200k encoding: an estimate for every
/// other model. The encoding is loaded when it is first needed.
public final class Tokens {
  /// What the frame around a message and the beginning of an answer usually take.
  private static final int FRAME = 4;

  /// About what a token is in encoded files and sealed reasoning.
  private static final long BYTES_PER_TOKEN = 4;

  /// Beyond this only a sample is counted, since encoding is slow for odd texts.
  private static final int SAMPLE = 100_000;

  private Tokens() {}

  private static final class Loaded {
    private static final Encoding O200K =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  }

  /// Loads the encoding, which takes a second or more, before somebody waits for it.
  public static void load() {
    Loaded.O200K.countTokensOrdinary("a");
  }

  /// About how many tokens a text takes, at least 0.
  public static long estimate(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    if (text.length() <= SAMPLE) {
      return Loaded.O200K.countTokensOrdinary(text);
    }
    long sample = Loaded.O200K.countTokensOrdinary(text.substring(0, SAMPLE));
    return Math.round((double) sample * text.length() / SAMPLE);
  }

  /// About how many tokens a request takes.
  public static long estimate(ChatRequest request) {
    return besides(request) + words(request).stream().mapToLong(Tokens::estimate).sum();
  }

  /// All texts of a request, for whoever has the model's own tokenizer; what they do not hold is
  /// [#besides(ChatRequest)].
  public static List<String> words(ChatRequest request) {
    var words = new ArrayList<String>();
    for (Message message : request.messages()) {
      message.parts().forEach(part -> words(part, words));
    }
    for (Tool tool : request.tools()) {
      words.add(tool.name() + " " + tool.description() + " " + tool.schema());
    }
    return words;
  }

  /// About how many tokens a request takes besides its texts: frames, pictures, files.
  public static long besides(ChatRequest request) {
    long sum = FRAME * (1L + request.messages().size() + request.tools().size());
    for (Message message : request.messages()) {
      sum += message.parts().stream().mapToLong(Tokens::besides).sum();
    }
    return sum;
  }

  /// The answer with our own counts where the server told none.
  public static ChatReply withUsage(ChatReply reply, ChatRequest request) {
    Usage told = reply.usage();
    if (!told.estimated()) {
      return reply;
    }
    long input = told.input() > 0 ? told.input() : estimate(request);
    long output =
        told.output() > 0
            ? told.output()
            : reply.parts().stream().mapToLong(Tokens::estimate).sum();
    var usage = new Usage(input, told.cached(), output, true);
    return new ChatReply(
        reply.parts(), reply.finish(), reply.stopText(), usage, reply.likelihood());
  }

  private static long estimate(Part part) {
    var words = new ArrayList<String>();
    words(part, words);
    return besides(part) + words.stream().mapToLong(Tokens::estimate).sum();
  }

  private static void words(Part part, List<String> to) {
    switch (part) {
      case Part.Text text -> to.add(text.text());
      case Part.Refused refused -> to.add(refused.text());
      case Part.Thinking thinking -> to.add(thinking.text());
      case Part.ToolUse use -> to.addAll(List.of(use.name(), use.arguments()));
      case Part.ToolResult result -> result.content().forEach(each -> words(each, to));
      case Part.Image _, Part.Document _, Part.Sealed _ -> {}
    }
  }

  private static long besides(Part part) {
    return switch (part) {
      case Part.Text _, Part.Refused _, Part.Thinking _ -> 0;
      case Part.ToolUse _ -> FRAME;
      case Part.ToolResult result ->
          FRAME + result.content().stream().mapToLong(Tokens::besides).sum();
      // pictures cost some hundreds of tokens, by size and vendor
      case Part.Image image -> 500;
      case Part.Document document -> 500 + document.url().length() / BYTES_PER_TOKEN;
      case Part.Sealed sealed -> sealed.data().length() / BYTES_PER_TOKEN;
    };
  }
}
