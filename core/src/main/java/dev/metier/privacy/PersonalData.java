package dev.metier.privacy;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Searches for personal data and secrets, by their form and their check digits. It fails closed:
/// what it cannot read, it reports. Names, addresses and stories have no form; it does not see
/// them.
public final class PersonalData {
  /// Most characters of a request that are searched.
  public static final int LIMIT = 32 << 20;

  /// All kinds but addresses of machines, which logs are full of.
  public static final Set<Kind> USUAL = EnumSet.complementOf(EnumSet.of(Kind.IP_ADDRESS));

  /// Identifiers and signatures of vendors look like secrets.
  private static final Set<Kind> UNKNOWN_FIELDS =
      EnumSet.complementOf(EnumSet.of(Kind.IP_ADDRESS, Kind.SECRET));

  private PersonalData() {}

  /// What is in a text.
  public static Detections in(String text) {
    return search(List.of(text), List.of(), USUAL);
  }

  /// What is in everything that a model would be told.
  public static Detections in(ChatRequest request) {
    return in(request, USUAL);
  }

  /// What of these kinds is in everything that a model would be told.
  public static Detections in(ChatRequest request, Set<Kind> kinds) {
    var texts = new ArrayList<String>();
    var unread = new ArrayList<String>();
    gather(request, texts, unread);
    var across = EnumSet.noneOf(Kind.class);
    for (Message message : request.messages()) {
      across.addAll(new AdjacentTexts().search(pieces(message.parts())));
    }
    across.retainAll(kinds);
    return search(texts, unread, kinds).and(across);
  }

  private static List<String> pieces(List<Part> parts) {
    return parts.stream().flatMap(PersonalData::piece).toList();
  }

  private static Stream<String> piece(Part part) {
    return switch (part) {
      case Part.Text(String text) -> Stream.of(text);
      case Part.Refused(String text) -> Stream.of(text);
      case Part.ToolResult result -> result.content().stream().flatMap(PersonalData::piece);
      case Part.Thinking _, Part.ToolUse _, Part.Image _, Part.Document _, Part.Sealed _ ->
          Stream.empty();
    };
  }

  /// What is in everything that a model would be told, and what personal data is in the rest of the
  /// body: a model of the same dialect gets it as it came, with fields that nobody here knows.
  public static Detections in(ChatRequest request, byte[] body) {
    var texts = new ArrayList<String>();
    var unread = new ArrayList<String>();
    gather(request, texts, unread);
    Detections told = search(texts, unread, USUAL);
    if (told.any()) {
      return told;
    }
    var rest = BodyTexts.of(body);
    rest.texts().removeAll(new HashSet<>(texts));
    return rest.search(UNKNOWN_FIELDS);
  }

  /// What is in a body that is no chat.
  public static Detections in(byte[] body) {
    return BodyTexts.of(body).search(USUAL);
  }

  private static void gather(ChatRequest request, List<String> texts, List<String> unread) {
    for (Message message : request.messages()) {
      message.parts().forEach(part -> collect(part, texts, unread));
    }
    for (var tool : request.tools()) {
      texts.add(tool.name());
      texts.add(tool.description());
      texts.add(tool.schema());
    }
    request.settings().responseSchema().ifPresent(texts::add);
    texts.addAll(request.settings().stop());
    texts.addAll(request.settings().extra().keySet());
    texts.addAll(request.settings().extra().values());
    request.hints().user().ifPresent(texts::add);
  }

  private static void collect(Part part, List<String> texts, List<String> unread) {
    switch (part) {
      case Part.Text(String text) -> texts.add(text);
      case Part.Refused(String text) -> texts.add(text);
      case Part.Thinking thinking -> texts.add(thinking.text());
      case Part.ToolUse use -> {
        texts.add(use.name());
        texts.add(use.arguments());
      }
      case Part.ToolResult result -> result.content().forEach(p -> collect(p, texts, unread));
      case Part.Image(String url) -> {
        if (url.startsWith("data:")) {
          unread.add("a picture");
        } else {
          texts.add(url);
          unread.add("a picture at an address");
        }
      }
      case Part.Document document -> {
        document.title().ifPresent(texts::add);
        file(document.url(), texts, unread);
      }
      // only the vendor that wrote it can read it, and nothing of it is new to that vendor
      case Part.Sealed _ -> {}
    }
  }

  /// What a URL that holds its content itself says, when it is text.
  static void file(String url, List<String> texts, List<String> unread) {
    int comma = url.indexOf(',');
    boolean text = url.startsWith("data:text/") || url.startsWith("data:application/json");
    if (!text || comma < 0) {
      unread.add("a file");
      if (!url.startsWith("data:")) {
        texts.add(url);
      }
      return;
    }
    String data = url.substring(comma + 1);
    try {
      boolean base64 = url.substring(0, comma).endsWith(";base64");
      texts.add(
          base64 ? new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8) : data);
    } catch (IllegalArgumentException e) {
      unread.add("a file that is no Base64");
    }
  }

  static Detections search(List<String> texts, List<String> unread, Set<Kind> kinds) {
    var told = new ArrayList<>(unread);
    var found = new DetectionCollector(kinds);
    long left = LIMIT;
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      left -= text.length();
      if (left < 0) {
        told.add("texts of more than " + LIMIT + " characters");
        break;
      }
      try {
        found.next(i, texts);
        new TextScan(text, found).run();
        NormalText.of(text).ifPresent(plain -> plain.scan(found));
        Escapes.in(text).ifPresent(decoded -> decoded.scan(found));
      } catch (RuntimeException e) {
        // whatever went wrong, the text was not searched to its end
        told.add("a text on which the search failed");
      }
    }
    return new Detections(found.kinds(), found.places(), told);
  }
}
