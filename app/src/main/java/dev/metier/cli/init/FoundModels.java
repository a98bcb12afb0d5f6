package dev.metier.cli.init;

import dev.metier.core.text.NumberText;
import dev.metier.provider.http.LocalRuntimes.Found;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The models of the servers that were found: those that a first metier.yaml tries, and those that
/// it leaves out, each with its reason.
///
/// @param tried in the order of their servers
/// @param left likewise
record FoundModels(List<Model> tried, List<Model> left) {
  private static final int TRIED_EACH = 3;
  private static final int TOLD = 5;

  /// What makes no text, by its name.
  private static final Pattern OTHER =
      Pattern.compile("embed|minilm|rerank|\\bbge\\b|\\be5\\b|whisper|\\btts\\b|\\bclip\\b");

  /// A model of a server.
  ///
  /// @param name in metier.yaml, which no other has
  record Model(Found server, String id, String name) {}

  FoundModels {
    tried = List.copyOf(tried);
    left = List.copyOf(left);
  }

  /// @param taken names that others have in metier.yaml
  static FoundModels of(List<Found> servers, Set<String> taken) {
    Set<String> names = new HashSet<>(taken);
    var tried = new ArrayList<Model>();
    var left = new ArrayList<Model>();
    for (Found server : servers) {
      int room = TRIED_EACH;
      for (String id : server.models()) {
        var model = new Model(server, id, unique(name(id), names));
        if (room > 0 && !other(id)) {
          tried.add(model);
          room--;
        } else {
          left.add(model);
        }
      }
    }
    return new FoundModels(tried, left);
  }

  /// Whether its name says that it makes no text.
  static boolean other(String id) {
    return OTHER.matcher(id.toLowerCase(Locale.ROOT)).find();
  }

  /// What people are told of those that are left out.
  List<String> told() {
    var told = new ArrayList<String>();
    for (boolean other : List.of(false, true)) {
      List<String> ids = left.stream().map(Model::id).filter(id -> other(id) == other).toList();
      if (!ids.isEmpty()) {
        told.add(
            "Left out: "
                + some(ids)
                + (other
                    ? ". By the name, no text comes from there."
                    : ". A first run tries " + TRIED_EACH + " models of a server.")
                + " To try one all the same, take the # off before it in metier.yaml.");
      }
    }
    return told;
  }

  /// The first of them, and how many more there are.
  static String some(List<String> ids) {
    int more = ids.size() - TOLD;
    return String.join(", ", ids.subList(0, Math.min(TOLD, ids.size())))
        + (more > 0 ? " and " + NumberText.count(more) + " more" : "");
  }

  private static String name(String id) {
    String name = id.toLowerCase(Locale.ROOT).replaceAll("^.*/", "").replaceAll("[^a-z0-9]+", "-");
    String trimmed = name.replaceAll("^-+|-+$", "");
    return trimmed.isEmpty() ? "local" : trimmed;
  }

  private static String unique(String name, Set<String> taken) {
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }
}
