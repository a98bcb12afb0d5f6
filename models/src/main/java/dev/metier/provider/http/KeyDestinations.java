package dev.metier.provider.http;

import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// Where keys go that are not simply a vendor's usual one at the vendor's own address: whoever
/// reads a metier.yaml of somebody else sees what it would send away.
public final class KeyDestinations {
  private KeyDestinations() {}

  /// One sentence for each such key and address, with the models; the key itself is not read.
  ///
  /// @param addresses all addresses of a model
  public static List<String> of(Collection<Model> models, Function<Model, List<String>> addresses) {
    var going = new LinkedHashMap<String, TreeSet<String>>();
    for (Model model : models) {
      for (String address : addresses.apply(model)) {
        model
            .key()
            .filter(key -> !isUsual(model, key, address))
            .map(key -> "The key " + name(key) + " goes to " + address)
            .ifPresent(
                what -> going.computeIfAbsent(what, _ -> new TreeSet<>()).add(model.name().text()));
      }
    }
    return going.entrySet().stream()
        .map(each -> each.getKey() + " (" + String.join(", ", each.getValue()) + ").")
        .toList();
  }

  private static boolean isUsual(Model model, KeySource key, String address) {
    Optional<KeySource> usual = model.kind().usualKeyVariable().map(KeySource.Environment::new);
    return usual.filter(key::equals).isPresent()
        && model.kind().usualAddress().filter(address::equals).isPresent();
  }

  private static String name(KeySource key) {
    return switch (key) {
      case KeySource.Environment(String variable) -> variable;
      case KeySource.File(var path) -> "in " + path;
    };
  }
}
