package dev.metier.report;

import dev.metier.qualify.Ping;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What `metier check --ping --json` adds.
public final class PingJson {
  private PingJson() {}

  /// One object for each model; what is not known is left out.
  public static ArrayNode of(List<Ping> pings) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Ping ping : pings) {
      ObjectNode node = all.addObject().put("model", ping.model().name().text());
      node.put("answers", ping.trouble().isEmpty());
      ping.trouble().ifPresent(why -> node.put("trouble", why));
      ping.model().address().ifPresent(address -> node.put("address", address));
      node.put("key", PingText.key(ping.model().key()));
      ping.window().ifPresent(window -> node.put("window", window));
      ping.timing()
          .ifPresent(timing -> {
            node.put("seconds", timing.total().toNanos() / 1e9).put("cold", timing.cold());
            timing.firstToken().ifPresent(f -> node.put("first_token", f.toNanos() / 1e9));
          });
      ping.speed().ifPresent(speed -> node.put("tokens_per_second", speed));
      ping.cost().ifPresent(cost -> node.put("usd", cost.dollars()));
      ObjectNode facts = node.putObject("build");
      ping.identity().fingerprint().facts().forEach(facts::put);
    }
    return all;
  }
}
