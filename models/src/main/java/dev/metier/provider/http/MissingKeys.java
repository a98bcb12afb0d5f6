package dev.metier.provider.http;

import dev.metier.catalog.Model;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The keys that models need and nobody gave yet.
public final class MissingKeys {
  private MissingKeys() {}

  /// One sentence for each key that cannot be read, with the models that need it.
  public static List<String> of(Collection<Model> models, Map<String, String> environment) {
    var lacking = new LinkedHashMap<String, TreeSet<String>>();
    for (Model model : models) {
      model
          .key()
          .map(source -> Keys.read(source, environment))
          .filter(Keys.Missing.class::isInstance)
          .map(missing -> ((Keys.Missing) missing).sentence())
          .ifPresent(
              why -> lacking.computeIfAbsent(why, _ -> new TreeSet<>()).add(model.name().text()));
    }
    return lacking.entrySet().stream()
        .map(e -> "%s cannot be asked: %s.".formatted(String.join(", ", e.getValue()), e.getKey()))
        .toList();
  }
}
