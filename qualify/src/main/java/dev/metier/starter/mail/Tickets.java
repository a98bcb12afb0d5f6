package dev.metier.starter.mail;

import dev.metier.starter.draw.StarterCase;
import dev.metier.starter.draw.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Support mails, each written by hand, because drawn ones would be sorted by their words alone.
public final class Tickets {
  private Tickets() {}

  public static List<StarterCase> cases() {
    var cases = new ArrayList<StarterCase>();
    for (String line : Texts.resource("ticket-triage.jsonl").lines().toList()) {
      cases.add(ticket(cases.size() + 1, JsonMapper.shared().readTree(line)));
    }
    return cases;
  }

  private static StarterCase ticket(int number, JsonNode written) {
    List<String> labels = texts(written.path("labels"));
    var vars = new LinkedHashMap<String, Object>();
    vars.put("text", written.path("text").stringValue());
    vars.put("labels", labels);
    return new StarterCase(
        Texts.filled("ticket-%02d", number),
        vars,
        labels.getFirst(),
        texts(written.path("slices")),
        Optional.ofNullable(written.path("obeyed").stringValue(null)));
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(each -> texts.add(each.stringValue()));
    return texts;
  }
}
