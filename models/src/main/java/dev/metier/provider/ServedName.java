package dev.metier.provider;

import dev.metier.catalog.Model;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// By which name the answers of a model go. Vendors answer with the name that was asked, or with
/// the dated version behind it. Servers that serve what they were started with, whatever is asked,
/// answer with a name of their own: there the first one told counts from then on. Thread-safe.
public final class ServedName {
  private static final Pattern VERSION =
      Pattern.compile("[-@:](?:\\d{4}-\\d{2}-\\d{2}|\\d{8}|latest|default)$");

  private final Model asked;
  private @Nullable String own;

  /// The name that this model's answers are to have; where its server has one of its own, the first
  /// one told.
  public ServedName(Model asked) {
    this.asked = asked;
  }

  /// The same, where a server's own name was told before.
  public ServedName(Model asked, Optional<String> before) {
    this.asked = asked;
    before.ifPresent(this::is);
  }

  /// Whether an answer of this name is one of the model that is asked.
  public synchronized boolean is(String told) {
    if (plain(told).equals(plain(asked.id()))) {
      return true;
    }
    if (own == null && !choosesByName(asked)) {
      own = told;
    }
    return told.equals(own);
  }

  /// The name that answers are to have.
  public synchronized String expected() {
    return own == null ? asked.id() : own;
  }

  private static boolean choosesByName(Model model) {
    return switch (model.kind()) {
      case ANTHROPIC, GOOGLE, OLLAMA, VLLM -> true;
      case OPENAI -> model.address().filter(at -> at.contains("//api.openai.com")).isPresent();
      case LLAMACPP, LMSTUDIO, GGUF, BASELINE, PROGRAM, HTTP, RECORDED, WORKFLOW -> false;
    };
  }

  /// Without a path before it and a version behind it.
  private static String plain(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return VERSION.matcher(last).replaceFirst("");
  }
}
