package dev.metier.policy;

import dev.metier.job.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the gateway does for a job.
public sealed interface Route {
  /// The models that a request may reach by this route, in the order they are tried.
  List<ModelName> models();

  /// Why nothing is answered: one sentence for the client. Empty when a model answers.
  default Optional<String> closed() {
    return Optional.empty();
  }

  /// One model, and others that are FIT too, for when it does not answer.
  record Single(ModelName model, List<ModelName> fallbacks) implements Route {
    public Single {
      fallbacks = List.copyOf(fallbacks);
    }

    @Override
    public List<ModelName> models() {
      var all = new ArrayList<ModelName>();
      all.add(model);
      all.addAll(fallbacks);
      return all;
    }
  }

  /// Nothing is answered.
  ///
  /// @param why one sentence for the client: the reason and the remedy
  record Closed(String why) implements Route {
    @Override
    public List<ModelName> models() {
      return List.of();
    }

    @Override
    public Optional<String> closed() {
      return Optional.of(why);
    }
  }
}
