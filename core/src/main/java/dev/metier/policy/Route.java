package dev.metier.policy;

import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.Hold;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.learn.RouterFile;
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

  /// A first model whose answers are checked before anything of them is released, and others for
  /// those that may not be kept.
  ///
  /// @param first answers first; it need not be FIT by itself
  /// @param then answers what is not kept; empty where nobody else may read the job's data
  /// @param fallbacks other models that are FIT, asked in this order when `then` does not answer
  /// @param checks run in this order until one does not pass; at least one
  /// @param proof what the evidence proved of the whole
  record Cascade(
      ModelName first,
      Optional<ModelName> then,
      List<ModelName> fallbacks,
      List<Check> checks,
      CascadeRules rules,
      CascadeProof proof)
      implements Route {
    public Cascade {
      fallbacks = List.copyOf(fallbacks);
      checks = List.copyOf(checks);
      if (checks.isEmpty()) {
        throw new IllegalArgumentException("a cascade checks something");
      }
    }

    /// The models behind the first one.
    public List<ModelName> later() {
      var later = new ArrayList<ModelName>();
      then.ifPresent(later::add);
      later.addAll(fallbacks);
      return later;
    }

    @Override
    public List<ModelName> models() {
      var all = new ArrayList<ModelName>();
      all.add(first);
      all.addAll(later());
      return all;
    }
  }

  /// A router that was learned chooses one of two models by the request alone.
  ///
  /// @param first answers unless the router sends the request on; it need not be FIT by itself
  /// @param then answers what is sent on
  /// @param fallbacks other models that are FIT, asked in this order when the chosen one does not
  ///   answer
  /// @param hold how long a choice stays
  /// @param proof what the evidence proved of the whole, and how many requests the first model
  ///   answers
  record Learned(
      RouterFile router,
      ModelName first,
      ModelName then,
      List<ModelName> fallbacks,
      Hold hold,
      CascadeProof proof)
      implements Route {
    public Learned {
      fallbacks = List.copyOf(fallbacks);
    }

    /// The models behind the first one.
    public List<ModelName> later() {
      var later = new ArrayList<ModelName>();
      later.add(then);
      later.addAll(fallbacks);
      return later;
    }

    @Override
    public List<ModelName> models() {
      var all = new ArrayList<ModelName>();
      all.add(first);
      all.addAll(later());
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
