package dev.metier.catalog;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether a model surely runs on this machine, by what is known before anybody is asked.
public final class Locality {
  /// The host of models that do.
  public static final String THIS_MACHINE = "this-machine";

  /// Where Ollama passes them on to.
  public static final String CLOUD_HOST = "ollama.com";

  /// Ollama's own names for models that it only passes on, whichever of its APIs is asked.
  private static final Pattern CLOUD = Pattern.compile("(?i)[:-]cloud\\s*$");

  /// What to do about [#elsewhere(String)].
  public static final String ELSEWHERE_HINT =
      "Declare the host where it runs, with its clearance, and name that.";

  private Locality() {}

  /// What is wrong with a model that is said to run here and does not.
  public static String elsewhere(String id) {
    return "The model " + id + " does not run on this machine: its address or its name says so.";
  }

  /// Whether a server of the team's own, if it is one of Ollama's, would pass a model of this id on
  /// to a cloud, whichever of its APIs is asked.
  ///
  /// @param address where it is called; empty for the usual address of its kind
  public static boolean isCloud(ProviderKind kind, String id, Optional<String> address) {
    return isNamedCloud(kind, id) && isOwnServer(kind, address);
  }

  /// Whether it is called over the network, and not at the address of the vendor that made it.
  ///
  /// @param address where it is called; empty for the usual address of its kind
  public static boolean isOwnServer(ProviderKind kind, Optional<String> address) {
    Optional<String> usual = kind.usualAddress().map(Locality::host);
    return usual.isPresent()
        && (kind.local()
            || address.map(Locality::host).filter(h -> !usual.get().equals(h)).isPresent());
  }

  private static String host(String url) {
    return String.valueOf(URI.create(url).getHost()).toLowerCase(Locale.ROOT);
  }

  /// Ollama looks over case in names.
  private static boolean isNamedCloud(ProviderKind kind, String id) {
    return kind.usualAddress().isPresent() && CLOUD.matcher(id).find();
  }

  /// Whether a model may be said to run here: in this process or at loopback addresses only, and
  /// not passed on to a cloud.
  ///
  /// @param addresses where it is called; empty for the usual address of its kind
  public static boolean isHere(ProviderKind kind, String id, List<String> addresses) {
    List<String> all = addresses.isEmpty() ? kind.usualAddress().stream().toList() : addresses;
    return all.stream().allMatch(Locality::isLoopback) && !isNamedCloud(kind, id);
  }

  /// Whether an address leads to this machine, whatever name servers say.
  public static boolean isLoopback(String url) {
    String host = host(url);
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
