package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.Money;
import dev.metier.job.Serving;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The section `serve` of a job.
final class ServeSection {
  private static final String CLAUDE = "claude-";
  private static final Slot<List<String>> ALIASES =
      key(
              "aliases",
              Shape.oneOrMore(ScalarReader.text().then(ServeSection::alias)),
              "Other names that clients may use for the job, such as the model they ask for today.",
              "[triage, gpt-4o-mini]")
          .usually(List.of(), "none; `claude-` and the job's name always works");
  private static final Slot<Money> PER_DAY =
      key("per_day", ProjectScalars.money(), "Most money a day (UTC), over all keys.", "5 USD")
          .needed();
  private static final Slot<Money> BUDGET =
      key(
              "budget",
              Table.shape("budget", "What serving a job may cost.", PER_DAY)
                  .then((table, place, reading) -> table.find(PER_DAY)),
              "What serving the job may cost.",
              "{per_day: 5 USD}")
          .otherwise("no limit but those of the keys");
  private static final Slot<Duration> CACHE =
      key(
              "cache",
              ScalarReader.duration(),
              "How long equal requests get the same answer again.",
              "10m")
          .otherwise("every request is asked anew");
  private static final Slot<DataClass> PERSONAL =
      key(
              "personal_data",
              ModelSection.DATA_CLASS,
              "The class that a request is raised to when personal data or secrets are found in"
                  + " it.",
              "confidential")
          .otherwise("nobody looks");
  private static final Slot<Boolean> KEEP =
      key(
              "keep_content",
              ScalarReader.flag(),
              "Whether requests and answers may be kept in the journal, not only their figures.",
              "true")
          .usually(false, "false");
  private static final String NEVER = "never";
  private static final Slot<Duration> STORE =
      key(
              "store",
              Shape.<Duration>either(
                  ScalarReader.choice(
                          Map.of(NEVER, Duration.ZERO),
                          ScalarReader.told(NEVER, "each request brings the whole conversation"))
                      .onlyFor(ServeSection::isNever),
                  ScalarReader.duration()),
              "How long an answer of the Responses API is kept in memory after its last use, so that"
                  + " the next request can go on from it (`previous_response_id`).",
              "4h")
          .otherwise("1h; never for restricted data");
  private static final Slot<List<String>> ALLOW =
      key(
              "allow",
              Shape.oneOrMore(ScalarReader.text().then(ServeSection::field)),
              "Fields and hosted tools that requests may use although they choose another host,"
                  + " model, tool server or price.",
              "[service_tier, web_search]")
          .usually(List.of(), "none: such fields are left out, such tools refused");
  static final Slot<Table> SERVE =
      key(
              "serve",
              Table.shape(
                  "serve",
                  "How the gateway serves a job.",
                  ALIASES,
                  BUDGET,
                  CACHE,
                  PERSONAL,
                  KEEP,
                  STORE,
                  ALLOW),
              "How the gateway serves the job.",
              "{aliases: [triage], budget: {per_day: 5 USD}}")
          .otherwise("by its name, without a budget or a cache of its own");

  private ServeSection() {}

  private static Optional<String> field(String name, Place place, Reading reading) {
    if (Serving.fieldAllowed(name)) {
      return Optional.of(name);
    }
    reading.problem(
        place,
        "This is no name of a field or of a hosted tool.",
        "Name it as requests do, such as `service_tier` or `web_search`.");
    return Optional.empty();
  }

  private static Optional<String> alias(String alias, Place place, Reading reading) {
    if (!Serving.aliasAllowed(alias)) {
      reading.problem(
          place,
          "This is no name that clients could ask for.",
          "Use letters, digits and `-`, `_`, `.`, `:`, `/`, `@`, `+`, `[`, `]`, at most 120,"
              + " beginning with a letter or digit.");
      return Optional.empty();
    }
    Place other = ProjectReading.of(reading).aliases.putIfAbsent(alias, place);
    if (ProjectReading.of(reading).jobNames.contains(alias)) {
      reading.problem(place, "`" + alias + "` is the name of a job.", "Leave it out.");
    } else if (alias.startsWith(CLAUDE)
        && ProjectReading.of(reading).jobNames.contains(alias.substring(CLAUDE.length()))) {
      reading.problem(
          place,
          "`" + alias + "` means job " + alias.substring(CLAUDE.length()) + " anyway.",
          "Leave it out: every job has its name with `claude-` before it, for clients that take no"
              + " other.");
    } else if (other != null) {
      reading.problem(
          place,
          "`" + alias + "` is an alias already, in line " + other.line() + ".",
          "Each name means one job.");
    }
    return Optional.of(alias);
  }

  /// Takes what a job says of it, if it says anything.
  static void take(String job, Table table, Reading reading) {
    table.find(SERVE).ifPresent(serve -> take(job, table.find(JobSection.DATA), serve, reading));
  }

  private static void take(String job, Optional<DataClass> data, Table serve, Reading reading) {
    var personal = serve.find(PERSONAL);
    if (data.isPresent() && personal.isPresent() && personal.get().compareTo(data.get()) < 0) {
      reading.problem(
          serve.valuePlace(PERSONAL),
          "`personal_data` raises the class of a request, but the job's data is "
              + word(data.get())
              + " already.",
          "Write a class above " + word(data.get()) + ", or leave it out.");
    }
    if (data.filter(DataClass.RESTRICTED::equals).isPresent() && serve.find(KEEP).orElse(false)) {
      reading.problem(
          serve.valuePlace(KEEP),
          "The content of restricted data is not kept.",
          "Leave out `keep_content`; the figures of every request are kept anyway.");
    }
    if (JobName.allowed(job)) {
      var serving =
          new Serving(
              serve.find(ALIASES).orElse(List.of()),
              serve.find(BUDGET),
              serve.find(CACHE),
              personal,
              serve.find(KEEP).orElse(false),
              serve.find(STORE),
              Set.copyOf(serve.find(ALLOW).orElse(List.of())));
      ProjectReading.of(reading).serving.put(new JobName(job), serving);
    }
  }

  private static boolean isNever(Written written) {
    return written instanceof Written.Scalar scalar && scalar.text().equals(NEVER);
  }

  private static String word(DataClass data) {
    return data.name().toLowerCase(Locale.ROOT);
  }
}
