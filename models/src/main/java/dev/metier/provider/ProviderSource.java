package dev.metier.provider;

import dev.metier.catalog.Model;
import java.util.Set;

/// Opens providers.
@FunctionalInterface
public interface ProviderSource {
  /// Opens the provider of a model; calls nobody yet.
  ///
  /// @param refused parameters that the model is known to refuse, from earlier runs
  Provider open(Model model, Set<String> refused);
}
