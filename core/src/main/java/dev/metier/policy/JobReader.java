package dev.metier.policy;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The section `jobs` of a policy file; checks that each route may lead where it leads.
final class JobReader {
  private static final String AGAIN =
      "Change metier.yaml, run `metier qualify`, and compile again.";
  private static final Shape<ModelName> MODEL =
      ScalarReader.parsed(
          "the name of a model",
          ModelReader.NAME.pattern(),
          text -> Optional.of(new ModelName(text)));

  /// Verdicts on which no route can rest.
  private static final Set<String> UNUSABLE = Set.of("FORBIDDEN", "EXPIRED");

  private static final Slot<ModelName> SINGLE =
      key("single", MODEL, "The model that answers.", "\"qwen\"").needed();
  private static final Slot<List<ModelName>> FALLBACKS =
      key(
              "fallbacks",
              Shape.list(MODEL),
              "Others that are FIT, asked in this order when it does not answer.",
              "[\"opus\"]")
          .usually(List.of(), "none");
  private static final Slot<String> CLOSED =
      key(
              "closed",
              ScalarReader.string(),
              "Nobody answers: the sentence that clients get.",
              "\"No model is FIT.\"")
          .needed();

  private static final Slot<String> PURPOSE =
      key("purpose", ScalarReader.string(), "One line for people.", "\"Sort tickets.\"").needed();
  private static final Slot<DataClass> DATA =
      key("data", Amounts.data(), "Class of its requests, at least.", "\"internal\"").needed();
  private static final Slot<Route> ROUTE =
      key(
              "route",
              Shape.either(
                  Table.shape("closed route", "", CLOSED)
                      .onlyFor(written -> ModelReader.holds(written, CLOSED))
                      .then((table, _, _) -> table.find(CLOSED).<Route>map(Route.Closed::new)),
                  CascadeReader.ROUTE,
                  LearnedReader.ROUTE,
                  WorkflowReader.ROUTE,
                  Table.shape("route to one model", "", SINGLE, FALLBACKS).then(JobReader::single)),
              "Which model answers. It leads only to models under `models`, on a host that may read"
                  + " the job's data, and with the verdict FIT, but for the first, the middle and"
                  + " `then` of a cascade, the two of a learned router, and the stages of a"
                  + " workflow, which are proven as a whole.",
              "{\"single\": \"qwen\"}")
          .needed();

  private static final Slot<String> VERDICT =
      key(
              "verdict",
              ScalarReader.choice(
                  Map.of(
                      "FIT", "FIT",
                      "UNFIT", "UNFIT",
                      "UNDECIDED", "UNDECIDED",
                      "FORBIDDEN", "FORBIDDEN",
                      "EXPIRED", "EXPIRED"),
                  ScalarReader.told(
                      "FIT", "all needs are met",
                      "UNFIT", "a need is not met",
                      "UNDECIDED", "not known yet",
                      "FORBIDDEN", "it may not read the job's data",
                      "EXPIRED", "what was found is of another setting")),
              "What was found.",
              "\"FIT\"")
          .needed();
  private static final Slot<String> REASON =
      key("reason", ScalarReader.string(), "One sentence.", "\"Quality is at least 0.93.\"")
          .needed();
  private static final Slot<Long> TRIALS =
      key("trials", ScalarReader.whole(0, Integer.MAX_VALUE), "How many trials it rests on.", "200")
          .needed();
  private static final Slot<Money> PER_THOUSAND =
      key("per_thousand", Amounts.money(), "Mean cost of a thousand answers.", "\"0.45 USD\"")
          .otherwise("not measured");
  private static final Slot<Duration> P95 =
      key("p95", Amounts.time(), "95 of 100 answers were complete by then.", "\"1.2s\"")
          .otherwise("not measured");
  private static final Slot<Boolean> FORM_ONLY =
      key(
              "form_only",
              ScalarReader.flag(),
              "That it is FIT by the form of its answers alone: no grader looks at what is right.",
              "true")
          .otherwise("`false`");
  private static final Slot<List<Candidate>> VERDICTS =
      key(
              "verdicts",
              Shape.named(
                  "model",
                  ModelReader.NAME,
                  Table.shape(
                      "verdict",
                      "What was found of one model for the job.",
                      VERDICT,
                      REASON,
                      TRIALS,
                      PER_THOUSAND,
                      P95,
                      FORM_ONLY),
                  JobReader::candidate),
              "What the route rests on.",
              "{\"qwen\": {\"verdict\": \"FIT\", ...}}")
          .needed();

  static final Shape<List<ServedJob>> JOBS =
      Shape.named(
          "job",
          ModelReader.NAME,
          Table.shape(
              "job",
              "How the gateway serves it.",
              PURPOSE,
              DATA,
              ROUTE,
              ServeReader.SLOT,
              VERDICTS),
          JobReader::job);

  private JobReader() {}

  private static Optional<ServedJob> job(Shape.Named<Table> named, Place at, Reading reading) {
    Table table = named.value();
    var data = table.find(DATA);
    var route = table.find(ROUTE);
    var candidates = table.find(VERDICTS);
    int before = reading.count();
    if (data.isPresent() && route.isPresent() && candidates.isPresent()) {
      Place place = table.valuePlace(ROUTE);
      if (route.get() instanceof Route.Workflow flow) {
        WorkflowReader.check(flow, data.get(), place, PolicyReading.of(reading));
      } else {
        route.get().reached().forEach(model -> check(model, data.get(), place, reading));
      }
      verdicts(route.get(), candidates.get(), table.valuePlace(ROUTE), reading);
    }
    var serving =
        data.flatMap(found -> ServeReader.serving(table.find(ServeReader.SLOT), found, reading));
    if (!table.sound() || reading.count() > before) {
      return Optional.empty();
    }
    var name = new JobName(named.name());
    PolicyReading.of(reading).jobs.put(name, at);
    return Optional.of(
        new ServedJob(
            name,
            table.value(PURPOSE),
            table.value(DATA),
            table.value(ROUTE),
            table.value(VERDICTS),
            serving.orElseThrow()));
  }

  /// Fails closed: a file that says otherwise than what was found is no policy.
  static void check(ModelName name, DataClass data, Place place, Reading reading) {
    PolicyReading policy = PolicyReading.of(reading);
    List<String> written = policy.names("models").orElse(List.of(name.text()));
    if (!written.contains(name.text())) {
      reading.problem(
          place,
          "The route leads to " + name + ", which is not under `models`.",
          Nearest.hint(name.text(), written));
      return;
    }
    ServedModel model = policy.models.get(name.text());
    if (model != null && !model.model().mayRead(data)) {
      reading.problem(place, "The route leads to " + name + " on " + limit(model, data), AGAIN);
    }
  }

  /// The models of a cascade or of a learned router need not be FIT by themselves, only looked at.
  private static void verdicts(
      Route route, List<Candidate> candidates, Place place, Reading reading) {
    List<ModelName> alone =
        switch (route) {
          case Route.Single single -> single.models();
          case Route.Cascade cascade -> cascade.fallbacks();
          case Route.Learned learned -> learned.fallbacks();
          // it is proven as a whole, and each of its stages is a job of its own
          case Route.Workflow _, Route.Closed _ -> List.of();
        };
    List<ModelName> judged = route instanceof Route.Workflow ? List.of() : route.models();
    for (ModelName name : judged) {
      Optional<String> verdict =
          candidates.stream()
              .filter(each -> each.model().equals(name))
              .map(Candidate::verdict)
              .findFirst();
      if (alone.contains(name) && !verdict.equals(Optional.of("FIT"))) {
        reading.problem(place, "The route leads to " + name + ", which has no verdict FIT.", AGAIN);
      } else if (verdict.isEmpty() || UNUSABLE.contains(verdict.get())) {
        reading.problem(
            place, "The route leads to " + name + ", which has no verdict that counts.", AGAIN);
      }
    }
  }

  private static String limit(ServedModel served, DataClass data) {
    var host = served.model().host();
    boolean cleared = host.mayRead(data);
    return host.name()
        + (cleared ? ", which by its name only passes on to a cloud and so" : ", which")
        + " may read "
        + Amounts.text(cleared ? DataClass.PUBLIC : host.clearance())
        + " data at most; this job's is "
        + Amounts.text(data)
        + ".";
  }

  private static Optional<Route> single(Table table, Place place, Reading reading) {
    var model = table.find(SINGLE);
    List<ModelName> fallbacks = table.find(FALLBACKS).orElse(List.of());
    var all = new HashSet<>(fallbacks);
    model.ifPresent(all::add);
    if (model.isPresent() && all.size() <= fallbacks.size()) {
      reading.problem(table.valuePlace(FALLBACKS), "A model is named twice in this route.", "");
      return Optional.empty();
    }
    return table.sound() ? model.map(m -> new Route.Single(m, fallbacks)) : Optional.empty();
  }

  private static Optional<Candidate> candidate(
      Shape.Named<Table> named, Place place, Reading reading) {
    Table table = named.value();
    return table.sound()
        ? Optional.of(
            new Candidate(
                new ModelName(named.name()),
                table.value(VERDICT),
                table.value(REASON),
                Math.toIntExact(table.value(TRIALS)),
                table.find(PER_THOUSAND),
                table.find(P95),
                table.find(FORM_ONLY).orElse(false)))
        : Optional.empty();
  }

  /// Tells names that two jobs would answer to.
  static void ambiguous(List<ServedJob> jobs, PolicyReading reading) {
    List<String> names = reading.names("jobs").orElse(List.of());
    var taken = new HashSet<String>();
    for (ServedJob job : jobs) {
      for (String alias : job.serving().aliases()) {
        boolean claude = alias.startsWith("claude-") && names.contains(alias.substring(7));
        if (names.contains(alias) || claude || !taken.add(alias)) {
          reading.problem(
              Objects.requireNonNull(reading.jobs.get(job.name())),
              "The alias \"" + alias + "\" means another job already.",
              "Give each job its own names.");
        }
      }
    }
  }
}
