package dev.metier.dialect;

import dev.metier.chat.Part;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// What a `data:` address with base64 holds.
///
/// @param type media type in lower case, without parameters
/// @param base64 the bytes, as they were sent
public record Media(String type, String base64) {
  /// Empty when the address is none of that kind.
  public static Optional<Media> of(String url) {
    int comma = url.indexOf(',');
    if (comma < 0 || !url.regionMatches(true, 0, "data:", 0, 5)) {
      return Optional.empty();
    }
    String head = url.substring(5, comma).toLowerCase(Locale.ROOT);
    if (!head.endsWith(";base64")) {
      return Optional.empty();
    }
    int parameters = head.indexOf(';');
    return Optional.of(new Media(head.substring(0, parameters), url.substring(comma + 1)));
  }

  /// The type of a picture: what its first bytes say, since clients often guess.
  public String pictureType() {
    if (base64.startsWith("iVBORw0KGgo")) {
      return "image/png";
    }
    if (base64.startsWith("/9j/")) {
      return "image/jpeg";
    }
    if (base64.startsWith("R0lGOD")) {
      return "image/gif";
    }
    if (base64.startsWith("UklGR")) {
      return "image/webp";
    }
    return type.equals("image/jpg") ? "image/jpeg" : type;
  }

  /// The text that it holds; empty when it is none.
  public Optional<String> text() {
    boolean text = type.startsWith("text/") || type.equals("application/json");
    try {
      return text
          ? Optional.of(new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// What to tell a model that takes no such file: its text, if it is text, else that it is
  /// missing.
  public static String told(Part.Document document) {
    String name = document.title().map(title -> " " + title).orElse("");
    return Media.of(document.url())
        .flatMap(Media::text)
        .map(text -> "<document" + name + ">\n" + text + "\n</document>")
        .orElse("[The document" + name + " was left out: this model takes no such files.]");
  }

  public static boolean isText(Part.Document document) {
    return Media.of(document.url()).flatMap(Media::text).isPresent();
  }
}
