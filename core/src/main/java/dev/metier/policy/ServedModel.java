package dev.metier.policy;

import dev.metier.catalog.Model;
import java.util.List;
import java.util.Set;

/// A model as the gateway reaches it.
///
/// @param addresses base URLs of the servers that serve it; empty for one in this process
/// @param refused parameters that it turned out to refuse; they are not sent
public record ServedModel(Model model, List<String> addresses, Set<String> refused) {
  public ServedModel {
    addresses = List.copyOf(addresses);
    refused = Set.copyOf(refused);
  }
}
