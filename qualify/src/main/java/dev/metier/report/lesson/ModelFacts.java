package dev.metier.report.lesson;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Licences;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.core.text.DurationText;
import dev.metier.core.text.NumberText;
import dev.metier.job.Money;
import dev.metier.qualify.CellResult;
import dev.metier.report.lesson.ModelCard.About;
import dev.metier.report.lesson.ModelCard.Fact;
import dev.metier.report.lesson.ModelCard.Source;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.Facts;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.VisibleText;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Facts of a model, each with its source.
record ModelFacts(Model model, List<CellResult> results, List<FitMatrix.Cell> cells) {
  private static final int MOST_FACTS = 6;
  private static final int LONGEST = 60;
  private static final String LISTED =
      "by its name, list of "
          + DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).format(Licences.LISTED)
          + "; the maker's page decides: state it as licence: in metier.yaml";

  List<Fact> all() {
    var facts = new ArrayList<Fact>();
    builds().forEach(build -> facts.add(new Fact(About.BUILD, build, seen(), "")));
    licence().ifPresent(facts::add);
    long calls = cells.stream().mapToLong(cell -> cell.facts().trials()).sum();
    long unserved = cells.stream().mapToLong(cell -> cell.facts().notServed()).sum();
    facts.add(new Fact(About.CALLS, NumberText.count(calls), seen(), ""));
    if (unserved > 0) {
      facts.add(new Fact(About.NOT_SERVED, NumberText.count(unserved), seen(), ""));
    }
    measured(facts, About.FIRST_TOKEN, Facts::firstTokenP50, DurationText::rounded);
    measured(facts, About.WHOLE_ANSWER, Facts::totalP95, DurationText::rounded);
    measured(facts, About.SPEED, ModelFacts::speed, NumberText::count);
    measured(facts, About.COST, Facts::perThousand, MatrixViews::perThousand);
    stated(facts);
    return List.copyOf(facts);
  }

  /// Where a number of its answers comes from.
  private Source seen() {
    return model.kind() == ProviderKind.RECORDED ? Source.RECORDED : Source.MEASURED;
  }

  private static Optional<Long> speed(Facts facts) {
    return facts.tokensPerSecond().isPresent()
        ? Optional.of(Math.round(facts.tokensPerSecond().getAsDouble()))
        : Optional.empty();
  }

  /// From the least to the most of all jobs.
  private <T extends Comparable<? super T>> void measured(
      List<Fact> facts, About about, Function<Facts, Optional<T>> of, Function<T, String> text) {
    List<T> sorted =
        cells.stream().flatMap(cell -> of.apply(cell.facts()).stream()).sorted().toList();
    if (!sorted.isEmpty()) {
      String low = text.apply(sorted.getFirst());
      String high = text.apply(sorted.getLast());
      facts.add(new Fact(about, low.equals(high) ? low : low + " to " + high, seen(), ""));
    }
  }

  private void stated(List<Fact> facts) {
    if (model.window().isPresent()) {
      facts.add(window(model.window().getAsInt(), Source.ASSUMED));
    } else if (model.profile().window().isPresent()) {
      facts.add(window(model.profile().window().getAsInt(), Source.STATED));
    }
    model
        .profile()
        .longestOutput()
        .ifPresent(tokens ->
            facts.add(new Fact(About.LONGEST_ANSWER, NumberText.count(tokens), Source.STATED, "")));
    switch (model.price()) {
      case Price.PerToken price -> facts.add(perToken(price));
      case Price.Hardware price ->
          facts.add(new Fact(About.PRICE, hardware(price), Source.ASSUMED, ""));
      case Price.Unknown _ -> {}
    }
  }

  private static Fact perToken(Price.PerToken price) {
    boolean free = price.input().equals(Money.ZERO) && price.output().equals(Money.ZERO);
    boolean listed = !price.source().contains("metier.yaml") && !free;
    String value =
        free ? MatrixViews.perThousand(Money.ZERO) : price.input() + " / " + price.output();
    return listed
        ? new Fact(About.PRICE, value, Source.STATED, VisibleText.of(price.source()))
        : new Fact(About.PRICE, value, Source.ASSUMED, "");
  }

  private static Fact window(int tokens, Source source) {
    return new Fact(About.WINDOW, NumberText.count(tokens), source, "");
  }

  private static String hardware(Price.Hardware price) {
    Duration life = price.life();
    return price.price() + " over " + Math.round(life.toDays() / 365.0) + " years";
  }

  /// Its builds, each with a few facts of it.
  private Stream<String> builds() {
    return results.stream().flatMap(r -> r.fingerprint().stream()).distinct().map(this::build);
  }

  private String build(Fingerprint fingerprint) {
    String hash = fingerprint.hash();
    List<String> facts =
        fingerprint.facts().entrySet().stream()
            .filter(fact -> fact.getValue().length() <= LONGEST)
            .limit(MOST_FACTS)
            .map(fact -> fact.getKey() + " " + fact.getValue())
            .toList();
    return VisibleText.of(
        hash.substring(0, 8) + (facts.isEmpty() ? "" : ": " + String.join(", ", facts)));
  }

  /// As the team says, as the server of the weights tells, or as it is generally known by its name.
  private Optional<Fact> licence() {
    return model
        .licence()
        .map(text -> new Fact(About.LICENCE, VisibleText.of(text), Source.SAID, ""))
        .or(() -> told().map(text -> new Fact(About.LICENCE, text, Source.STATED, "")))
        .or(() ->
            Licences.of(model).map(text -> new Fact(About.LICENCE, text, Source.GENERAL, LISTED)));
  }

  private Optional<String> told() {
    return results.stream()
        .flatMap(r -> r.fingerprint().stream())
        .flatMap(f -> f.facts().entrySet().stream())
        .filter(fact -> fact.getKey().toLowerCase(Locale.ROOT).matches(".*licen[cs]e.*"))
        .map(Map.Entry::getValue)
        .map(VisibleText::of)
        .findFirst();
  }
}
