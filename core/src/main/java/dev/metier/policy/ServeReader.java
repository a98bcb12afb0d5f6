package dev.metier.policy;

import static dev.metier.form.Table.Slot.key;

import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.DataClass;
import dev.metier.job.Money;
import dev.metier.job.Serving;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a job is served, as it stands in a policy file.
final class ServeReader {
  private static final String AGAIN =
      "Change metier.yaml, run `metier qualify`, and compile again.";

  /// How long answers are kept that are not.
  static final String NEVER = "never";

  private static final Slot<List<String>> ALIASES =
      key(
              "aliases",
              Shape.list(
                  ScalarReader.parsed(
                      "a name that clients may use",
                      Serving.ALIAS.pattern(),
                      text -> Optional.of(text).filter(Serving::aliasAllowed))),
              "Further names that clients may use.",
              "[\"gpt-4o\"]")
          .usually(List.of(), "none");
  private static final Slot<Money> PER_DAY =
      key("per_day", Amounts.money(), "Most money a day, over all keys.", "\"5 USD\"").needed();
  private static final Slot<Money> BUDGET =
      key(
              "budget",
              Table.shape("budget", "", PER_DAY).then((table, _, _) -> table.find(PER_DAY)),
              "What the job may cost.",
              "{\"per_day\": \"5 USD\"}")
          .otherwise("no limit");
  private static final Slot<Duration> CACHE =
      key("cache", Amounts.time(), "How long equal requests get the same answer.", "\"10m\"")
          .otherwise("never");
  private static final Slot<DataClass> PERSONAL_DATA =
      key(
              "personal_data",
              Amounts.data(),
              "Class of requests with personal data or secrets in them.",
              "\"confidential\"")
          .otherwise("nobody looks");
  private static final Slot<Boolean> KEEP_CONTENT =
      key("keep_content", ScalarReader.flag(), "Whether the journal keeps what was said.", "false")
          .usually(false, "false");

  private static final Slot<Duration> STORE =
      key(
              "store",
              ScalarReader.parsed(
                  "a duration such as \"2h\", or \"never\"",
                  "(" + NEVER + "|" + Amounts.TIME.pattern() + ")",
                  text -> text.equals(NEVER) ? Optional.of(Duration.ZERO) : Amounts.time(text)),
              "How long answers of the Responses API can be gone on from.",
              "\"2h\"")
          .otherwise("1h; never for restricted data");

  private static final Slot<List<String>> ALLOW =
      key(
              "allow",
              Shape.list(
                  ScalarReader.parsed(
                      "the name of a field or of a hosted tool",
                      Serving.FIELD.pattern(),
                      text -> Optional.of(text).filter(Serving::fieldAllowed))),
              "Fields and hosted tools that requests may use although they choose another host,"
                  + " model, tool server or price.",
              "[\"service_tier\"]")
          .usually(List.of(), "none");

  static final Slot<Table> SLOT =
      key(
          "serve",
          Table.shape(
              "serve", "", ALIASES, BUDGET, CACHE, PERSONAL_DATA, KEEP_CONTENT, STORE, ALLOW),
          "How it is served, as in metier.yaml.",
          "{\"cache\": \"10m\"}");

  private ServeReader() {}

  /// How a job whose requests have this class is served; empty when that contradicts itself.
  static Optional<Serving> serving(Optional<Table> written, DataClass data, Reading reading) {
    if (written.isEmpty()) {
      return Optional.of(Serving.PLAIN);
    }
    Table table = written.get();
    var personal = table.find(PERSONAL_DATA);
    if (personal.isPresent() && personal.get().compareTo(data) < 0) {
      reading.problem(
          table.valuePlace(PERSONAL_DATA),
          "Personal data raises a request's class; " + Amounts.text(data) + " is above it.",
          AGAIN);
    }
    boolean keeps = table.find(KEEP_CONTENT).orElse(false);
    if (keeps && data == DataClass.RESTRICTED) {
      reading.problem(
          table.valuePlace(KEEP_CONTENT), "The content of restricted data is not kept.", AGAIN);
    }
    return Optional.of(
        new Serving(
            table.find(ALIASES).orElse(List.of()),
            table.find(BUDGET),
            table.find(CACHE),
            personal,
            keeps,
            table.find(STORE),
            Set.copyOf(table.find(ALLOW).orElse(List.of()))));
  }
}
