package dev.metier.compile;

import dev.metier.compile.PolicyPreview.OneModel;
import dev.metier.compile.PolicyPreview.Planned;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A [PolicyPreview] for programs. Money is US dollars for 1,000 requests; what is not known is
/// null.
public final class PreviewJson {
  private PreviewJson() {}

  /// Every job with its route, its reason and its cost; then one model for everything.
  public static ObjectNode of(PolicyPreview preview) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    var jobs = root.putArray("jobs");
    preview.jobs().forEach(each -> jobs.add(job(each)));
    var alone = root.putArray("one_model");
    preview.alone().forEach(each -> alone.add(alone(each)));
    return root;
  }

  private static ObjectNode job(Planned job) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("job", job.job().text()).put("kind", job.kind());
    node.put("route", job.open() ? job.route() : null).put("reason", job.reason());
    number(node, "per_thousand", job.perThousand());
    var recorded = node.putArray("recorded");
    job.recorded().forEach(model -> recorded.add(model.text()));
    return node;
  }

  private static ObjectNode alone(OneModel alone) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("model", alone.model().text());
    node.put("fit", alone.fit()).put("forbidden", alone.forbidden());
    node.put("compared", alone.compared());
    number(node, "per_thousand", alone.perThousand());
    number(node, "policy_per_thousand", alone.policy());
    return node;
  }

  private static void number(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
  }
}
