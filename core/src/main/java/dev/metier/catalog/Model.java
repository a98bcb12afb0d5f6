package dev.metier.catalog;

import dev.metier.chat.Settings;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import java.util.Optional;
import java.util.OptionalInt;

/// A candidate.
///
/// @param id what its provider calls it; a file path for `gguf` and `recorded`
/// @param address base URL, for kinds that are called over the network
/// @param settings what this model needs set apart from the job (a job's own settings win)
/// @param window tokens it can read and write together, when declared
/// @param concurrency most requests at a time, when declared
/// @param timeouts how long to wait for it
/// @param apiVersion version of the vendor's API, when not the usual one
/// @param profile what it takes and what it refuses
/// @param application how it is called where it is no model but an application of the team's own
/// @param licence of its weights, as the team says
public record Model(
    ModelName name,
    ProviderKind kind,
    String id,
    Optional<String> address,
    Optional<KeySource> key,
    Host host,
    Price price,
    Settings settings,
    OptionalInt window,
    OptionalInt concurrency,
    Timeouts timeouts,
    Optional<String> apiVersion,
    ModelProfile profile,
    Optional<Application> application,
    Optional<String> licence) {

  /// A model of which nothing is declared that differs from what is known of it.
  public Model(
      ModelName name,
      ProviderKind kind,
      String id,
      Optional<String> address,
      Optional<KeySource> key,
      Host host,
      Price price,
      Settings settings,
      OptionalInt window,
      OptionalInt concurrency,
      Timeouts timeouts,
      Optional<String> apiVersion) {
    this(
        name,
        kind,
        id,
        address,
        key,
        host,
        price,
        settings,
        window,
        concurrency,
        timeouts,
        apiVersion,
        ModelProfile.of(kind, id, address));
  }

  /// A model, and no application.
  public Model(
      ModelName name,
      ProviderKind kind,
      String id,
      Optional<String> address,
      Optional<KeySource> key,
      Host host,
      Price price,
      Settings settings,
      OptionalInt window,
      OptionalInt concurrency,
      Timeouts timeouts,
      Optional<String> apiVersion,
      ModelProfile profile) {
    this(
        name,
        kind,
        id,
        address,
        key,
        host,
        price,
        settings,
        window,
        concurrency,
        timeouts,
        apiVersion,
        profile,
        Optional.empty(),
        Optional.empty());
  }

  /// Tokens that it reads and writes together: as declared, else as known of it.
  public OptionalInt knownWindow() {
    return window.isPresent() ? window : profile.window();
  }

  /// Models with the same endpoint share its slots, its rate limit and, for local runtimes, its
  /// memory.
  public String endpoint() {
    return kind.word() + " " + address.orElse(id);
  }

  /// Whether data of this class may be sent to it.
  public boolean mayRead(DataClass data) {
    return readingHost().mayRead(data);
  }

  /// Where its requests are read, as far as names tell: its host, or the cloud that a server there
  /// only passes them on to, where public data alone may go.
  public Host readingHost() {
    return Locality.isCloud(kind, id, address) ? host.passingOnTo(Locality.CLOUD_HOST) : host;
  }

  /// The same model on another host.
  public Model on(Host other) {
    return new Model(
        name,
        kind,
        id,
        address,
        key,
        other,
        price,
        settings,
        window,
        concurrency,
        timeouts,
        apiVersion,
        profile,
        application,
        licence);
  }

  /// The same model at another address.
  public Model at(String other) {
    return new Model(
        name,
        kind,
        id,
        Optional.of(other),
        key,
        host,
        price,
        settings,
        window,
        concurrency,
        timeouts,
        apiVersion,
        profile,
        application,
        licence);
  }
}
