package dev.metier.plan;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.core.text.Digest;
import dev.metier.job.Case;
import dev.metier.job.Job;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How the first ledgers addressed settings and ordered cases; never to be changed, since what was
/// paid for is found by it.
final class Version1 {
  private static final Pattern PLAIN = Pattern.compile("[\\w.-]+");
  private static final Pattern FIELD = Pattern.compile(", [\\w.-]+=");

  private Version1() {}

  /// The address of a setting; empty when texts in it could be read in another way too, so that
  /// another setting may have had the same address.
  static Optional<String> setting(
      Job job, Model model, Settings settings, Fingerprint fingerprint) {
    if (!unambiguous(settings) || !job.tools().stream().allMatch(Version1::unambiguous)) {
      return Optional.empty();
    }
    var digest = new Digest().add("setting/1").add(job.name().text()).add(fingerprint.hash());
    digest.add(model.kind().word());
    model.address().ifPresent(address -> digest.add(address).add(model.id()));
    job.prompt().turns().forEach(t -> digest.add(t.role().name()).add(t.template().text()));
    job.tools().forEach(tool -> digest.add(spelled(tool)));
    return Optional.of(digest.add(spelled(settings)).hex());
  }

  private static boolean unambiguous(Tool tool) {
    return PLAIN.matcher(tool.name()).matches()
        && !(tool.description() + tool.schema()).contains(", schema=");
  }

  private static boolean unambiguous(Settings settings) {
    String free = settings.responseSchema().orElse("") + settings.toolChoice().orElse("");
    return settings.stop().stream().noneMatch(text -> text.isEmpty() || text.contains(", "))
        && !free.contains("], toolChoice=")
        && !free.contains("], extra=")
        && settings.extra().keySet().stream().allMatch(name -> PLAIN.matcher(name).matches())
        && settings.extra().values().stream().noneMatch(value -> FIELD.matcher(value).find());
  }

  private static String spelled(Tool tool) {
    return "Tool[name=%s, description=%s, schema=%s]"
        .formatted(tool.name(), tool.description(), tool.schema());
  }

  private static String spelled(Settings settings) {
    return "Settings[temperature="
        + (settings.temperature().isPresent()
            ? "OptionalDouble[" + settings.temperature().getAsDouble() + "]"
            : "OptionalDouble.empty")
        + ", maxTokens="
        + (settings.maxTokens().isPresent()
            ? "OptionalInt[" + settings.maxTokens().getAsInt() + "]"
            : "OptionalInt.empty")
        + ", seed="
        + (settings.seed().isPresent()
            ? "OptionalLong[" + settings.seed().getAsLong() + "]"
            : "OptionalLong.empty")
        + ", stop=["
        + String.join(", ", settings.stop())
        + "], responseSchema="
        + spelled(settings.responseSchema())
        + ", toolChoice="
        + spelled(settings.toolChoice())
        + ", extra={"
        + String.join(
            ", ",
            settings.extra().entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .toList())
        + "}]";
  }

  private static String spelled(Optional<String> text) {
    return text.map(t -> "Optional[" + t + "]").orElse("Optional.empty");
  }

  /// The places of a job's cases in the file, in the order that hung on its name and on all of its
  /// cases.
  static List<Integer> order(Job job) {
    var hashes = new Hashes();
    var variables = job.prompt().variables();
    var contents =
        job.cases().stream().map(c -> hashes.former(variables, c, c.id())).sorted().toList();
    var digest = new Digest().add("order/1").add(job.name().text());
    contents.forEach(digest::add);
    byte[] seed = digest.bytes();
    var places = new ArrayList<String>(contents.size());
    var order = new ArrayList<Integer>(contents.size());
    for (Case given : job.cases()) {
      String name = given.cluster().map(c -> "cluster " + c).orElse("case " + given.id());
      order.add(order.size());
      places.add(digest.raw(seed).add(name).hex());
    }
    order.sort(Comparator.comparing(places::get));
    return order;
  }
}
