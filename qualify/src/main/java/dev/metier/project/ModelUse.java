package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.catalog.ProviderKind;
import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table.Slot;
import java.util.List;
import java.util.Optional;

/// What `use` says of a model: its provider, and the provider's name for it.
record ModelUse(ProviderKind kind, String id) {
  static final Slot<ModelUse> SLOT =
      key(
              "use",
              ScalarReader.text().as(useKind()).then(ModelUse::read),
              "The provider and its name for the model, with a slash between them. For `gguf` a"
                  + " path to a file, for `recorded` a path and, after `#`, the model in that"
                  + " file, for `baseline` the word `ngrams`. `program` and `http`, each the word"
                  + " alone, are applications of your own.",
              "ollama/qwen3.6:27b")
          .needed();

  private static List<String> providers() {
    return ProviderKind.named().stream().map(ProviderKind::word).toList();
  }

  private static List<String> slashed() {
    return ProviderKind.named().stream()
        .filter(kind -> kind.access() != ProviderKind.Access.OWN)
        .map(ProviderKind::word)
        .toList();
  }

  private static Shape.Kind useKind() {
    return new Shape.Kind.Single(
        "provider/id, with one of the providers " + ScalarReader.list(providers()),
        "\"type\":\"string\",\"pattern\":\"^(("
            + String.join("|", slashed())
            + ")/.+|program|http)$\"");
  }

  private static Optional<ModelUse> read(String text, Place place, Reading reading) {
    Optional<ProviderKind> own = Applications.kind(text);
    if (own.isPresent()) {
      return own.map(kind -> new ModelUse(kind, text));
    }
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      reading.problem(
          place,
          "`use` takes provider/id, not \"" + text + "\".",
          "For example `use: ollama/qwen3.6:27b`; providers are "
              + ScalarReader.list(providers())
              + ".");
      return Optional.empty();
    }
    String word = text.substring(0, slash);
    String id = text.substring(slash + 1);
    for (ProviderKind kind : ProviderKind.named()) {
      if (kind.word().equals(word)) {
        return idOf(kind, id, place, reading).map(known -> new ModelUse(kind, known));
      }
    }
    reading.problem(place, "Unknown provider \"" + word + "\".", Nearest.hint(word, providers()));
    return Optional.empty();
  }

  private static Optional<String> idOf(ProviderKind kind, String id, Place place, Reading reading) {
    return switch (kind.access()) {
      case HTTP -> Optional.of(id);
      case IN_PROCESS ->
          kind == ProviderKind.BASELINE
              ? baseline(id, place, reading)
              : ProjectReading.of(reading).file(id, place).map(Object::toString);
      case OWN -> {
        reading.problem(
            place,
            "`" + kind.word() + "` stands alone, without \"/" + id + "\".",
            "Write `use: "
                + kind.word()
                + "` and beside it "
                + (kind == ProviderKind.HTTP ? "`url`." : "`command: [" + id + "]`."));
        yield Optional.empty();
      }
      case STAGES -> throw new IllegalArgumentException("no file names a " + kind.word());
      case RECORDED -> {
        int hash = id.indexOf('#');
        if (hash <= 0 || hash == id.length() - 1) {
          reading.problem(
              place,
              "A recorded model needs the file and, after `#`, the model's name in it.",
              "For example `use: recorded/outcomes.csv#qwq-32b`, in quotes if a space precedes"
                  + " `#`.");
          yield Optional.empty();
        }
        yield ProjectReading.of(reading)
            .file(id.substring(0, hash), place)
            .map(file -> file + id.substring(hash));
      }
    };
  }

  private static Optional<String> baseline(String id, Place place, Reading reading) {
    if (!id.equals(Baselines.NGRAMS)) {
      reading.problem(
          place,
          "There is no baseline \"" + id + "\".",
          "Write `use: baseline/" + Baselines.NGRAMS + "`.");
      return Optional.empty();
    }
    return Optional.of(id);
  }
}
