package dev.metier.policy;

import static dev.metier.core.problem.JsonScalars.flag;
import static dev.metier.core.problem.JsonScalars.list;
import static dev.metier.core.problem.JsonScalars.parsed;
import static dev.metier.core.problem.JsonScalars.text;
import static dev.metier.core.problem.JsonScalars.whole;

import dev.metier.core.problem.JsonFields;
import dev.metier.core.problem.JsonFields.As;
import dev.metier.core.problem.JsonValue;
import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.Problems;
import dev.metier.core.text.Nearest;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Serving;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the jobs of a policy file, and checks that each route may lead where it leads.
///
/// @param models those that were read, by name
/// @param written the names of all models in the file, also of those that are wrong otherwise
record JobReader(Map<String, ServedModel> models, Set<String> written) {
  private static final Set<String> VERDICTS =
      Set.of("FIT", "UNFIT", "UNDECIDED", "FORBIDDEN", "EXPIRED");
  private static final String AGAIN =
      "Change metier.yaml, run `metier qualify`, and compile again.";

  /// How long answers are kept that are not.
  static final String NEVER = "never";

  private static final As<Duration> STORE =
      parsed(
          "a duration such as \"2h\", or \"never\"",
          text -> text.equals(NEVER) ? Optional.of(Duration.ZERO) : Amounts.time(text));
  private static final As<ModelName> MODEL =
      parsed("the name of a model", text -> Optional.of(new ModelName(text)));

  Optional<ServedJob> job(JsonValue.Member member, Problems problems) {
    var fields = JsonFields.of(member.value(), "the job " + member.name(), problems);
    if (fields.isPresent() && !JobName.allowed(member.name())) {
      fields.get().wrong(member.place(), "This is no name for a job.", "");
      return Optional.empty();
    }
    return fields.flatMap(f -> job(new JobName(member.name()), f));
  }

  private Optional<ServedJob> job(JobName name, JsonFields fields) {
    var purpose = fields.needed("purpose", text());
    var data = fields.needed("data", Amounts.data());
    var route = fields.needed("route", JobReader::route);
    var serving = fields.find("serve", (value, problems) -> serving(value, data, problems));
    var candidates = fields.needed("verdicts", JobReader::candidates);
    if (data.isPresent() && route.isPresent() && candidates.isPresent()) {
      Place place = fields.place("route");
      for (ModelName model : route.get().models()) {
        check(model, data.get(), candidates.get(), place, fields);
      }
    }
    return fields.done()
        ? Optional.of(
            new ServedJob(
                name,
                purpose.orElseThrow(),
                data.orElseThrow(),
                route.orElseThrow(),
                candidates.orElseThrow(),
                serving.orElse(Serving.PLAIN)))
        : Optional.empty();
  }

  /// Fails closed: a file that says otherwise than what was found is no policy.
  private void check(
      ModelName name, DataClass data, List<Candidate> candidates, Place place, JsonFields fields) {
    if (!written.contains(name.text())) {
      fields.wrong(
          place,
          "The route leads to " + name + ", which is not under `models`.",
          Nearest.hint(name.text(), written));
      return;
    }
    boolean fit =
        candidates.stream().anyMatch(c -> c.model().equals(name) && c.verdict().equals("FIT"));
    if (!fit) {
      fields.wrong(place, "The route leads to " + name + ", which has no verdict FIT.", AGAIN);
    }
    ServedModel model = models.get(name.text());
    if (model != null && !model.model().host().mayRead(data)) {
      var host = model.model().host();
      fields.wrong(
          place,
          "The route leads to "
              + name
              + " on "
              + host.name()
              + ", which may read "
              + Amounts.text(host.clearance())
              + " data at most; this job's is "
              + Amounts.text(data)
              + ".",
          AGAIN);
    }
  }

  private static Optional<Route> route(JsonValue value, Problems problems) {
    return JsonFields.of(value, "the route", problems)
        .flatMap(fields -> {
          if (fields.has("closed")) {
            var why = fields.find("closed", text());
            return fields.done() ? why.map(Route.Closed::new) : Optional.<Route>empty();
          }
          var model = fields.needed("single", MODEL);
          var fallbacks = fields.find("fallbacks", list(MODEL)).orElse(List.of());
          var all = new HashSet<>(fallbacks);
          model.ifPresent(all::add);
          if (model.isPresent() && all.size() <= fallbacks.size()) {
            fields.wrong(fields.place("fallbacks"), "A model is named twice in this route.", "");
          }
          return fields.done() ? model.map(m -> new Route.Single(m, fallbacks)) : Optional.empty();
        });
  }

  private static Optional<List<Candidate>> candidates(JsonValue value, Problems problems) {
    return JsonFields.named(value, "`verdicts`", problems, JobReader::candidate)
        .map(all -> List.copyOf(all.values()));
  }

  private static Optional<Candidate> candidate(JsonValue.Member member, Problems problems) {
    return JsonFields.of(member.value(), "the verdict of " + member.name(), problems)
        .flatMap(fields -> {
          if (!ModelName.allowed(member.name())) {
            fields.wrong(member.place(), "This is no name for a model.", "");
          }
          var verdict =
              fields.needed(
                  "verdict",
                  parsed(
                      "one of FIT, UNFIT, UNDECIDED, FORBIDDEN, EXPIRED",
                      text -> Optional.of(text).filter(VERDICTS::contains)));
          var reason = fields.needed("reason", text());
          var trials = fields.needed("trials", whole(0, Integer.MAX_VALUE));
          var cost = fields.find("per_thousand", Amounts.money());
          var p95 = fields.find("p95", Amounts.time());
          return fields.done()
              ? Optional.of(
                  new Candidate(
                      new ModelName(member.name()),
                      verdict.orElseThrow(),
                      reason.orElseThrow(),
                      trials.orElseThrow().intValue(),
                      cost,
                      p95))
              : Optional.empty();
        });
  }

  private static Optional<Serving> serving(
      JsonValue value, Optional<DataClass> data, Problems problems) {
    return JsonFields.of(value, "`serve`", problems)
        .flatMap(fields -> {
          var aliases =
              fields.find(
                  "aliases",
                  list(
                      parsed(
                          "a name that clients may use",
                          text -> Optional.of(text).filter(Serving::aliasAllowed))));
          var budget = fields.find("budget", JobReader::budget);
          var cache = fields.find("cache", Amounts.time());
          var personal = fields.find("personal_data", Amounts.data());
          var keep = fields.find("keep_content", flag());
          var store = fields.find("store", STORE);
          if (data.isPresent()
              && personal.isPresent()
              && personal.get().compareTo(data.get()) < 0) {
            fields.wrong(
                fields.place("personal_data"),
                "Personal data raises a request's class; "
                    + Amounts.text(data.get())
                    + " is above it.",
                AGAIN);
          }
          if (keep.orElse(false) && data.filter(DataClass.RESTRICTED::equals).isPresent()) {
            fields.wrong(
                fields.place("keep_content"), "The content of restricted data is not kept.", AGAIN);
          }
          return fields.done()
              ? Optional.of(
                  new Serving(
                      aliases.orElse(List.of()),
                      budget,
                      cache,
                      personal,
                      keep.orElse(false),
                      store))
              : Optional.empty();
        });
  }

  private static Optional<Money> budget(JsonValue value, Problems problems) {
    return JsonFields.of(value, "`budget`", problems)
        .flatMap(fields -> {
          var perDay = fields.needed("per_day", Amounts.money());
          return fields.done() ? perDay : Optional.empty();
        });
  }

  /// Names that two jobs would answer to.
  static void ambiguous(JsonValue.Members jobs, List<ServedJob> read, Problems problems) {
    var names = jobs.members().stream().map(JsonValue.Member::name).collect(Collectors.toSet());
    var taken = new HashSet<String>();
    for (ServedJob job : read) {
      for (String alias : job.serving().aliases()) {
        boolean claude = alias.startsWith("claude-") && names.contains(alias.substring(7));
        if (names.contains(alias) || claude || !taken.add(alias)) {
          problems.add(
              Problem.at(
                  jobs.find(job.name().text()).orElseThrow().place(),
                  "The alias \"" + alias + "\" means another job already.",
                  "Give each job its own names."));
        }
      }
    }
  }
}
