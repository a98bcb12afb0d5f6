package dev.metier.importer;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.job.DataClass;
import dev.metier.privacy.Detections;
import dev.metier.privacy.Kind;
import dev.metier.privacy.PersonalData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the gateway's detectors find in imported cases: personal data raises the class of the job,
/// keys and passwords stop the import or are taken out.
///
/// @param cases the cases, without keys and passwords
/// @param personal in how many of them personal data is
/// @param where the first of them, empty without one
/// @param kinds which
/// @param redacted in how many cases something was taken out
public record CaseScreening(
    List<ImportedCase> cases, int personal, String where, Set<Kind> kinds, int redacted) {
  private static final String GONE = "[removed]";
  private static final int TOLD = 5;
  private static final int ROUNDS = 20;

  public CaseScreening {
    cases = List.copyOf(cases);
    kinds = Set.copyOf(kinds);
  }

  private record Screened(ImportedCase given, Set<Kind> kinds, boolean redacted) {}

  /// Searches all texts of the cases.
  ///
  /// @param redact whether keys and passwords are taken out
  /// @throws ProblemsException when there are some that stay
  public static CaseScreening of(List<ImportedCase> cases, boolean redact) {
    List<Screened> screened = cases.parallelStream().map(each -> screen(each, redact)).toList();
    var secret = screened.stream().filter(s -> s.kinds().contains(Kind.SECRET)).toList();
    if (!secret.isEmpty()) {
      throw new ProblemsException(refused(secret, redact));
    }
    var kinds = EnumSet.noneOf(Kind.class);
    screened.forEach(s -> kinds.addAll(s.kinds()));
    return new CaseScreening(
        named(screened),
        (int) screened.stream().filter(s -> !s.kinds().isEmpty()).count(),
        screened.stream()
            .filter(s -> !s.kinds().isEmpty())
            .findFirst()
            .map(s -> s.given().origin())
            .orElse(""),
        kinds,
        (int) screened.stream().filter(Screened::redacted).count());
  }

  /// No two cases are called alike that differed in a key alone.
  private static List<ImportedCase> named(List<Screened> screened) {
    Set<String> taken = new HashSet<>();
    screened.stream().filter(s -> !s.redacted()).forEach(s -> taken.add(s.given().id()));
    return screened.stream()
        .map(each -> {
          ImportedCase given = each.given();
          String name = given.id();
          for (int i = 2; each.redacted() && !name.isBlank() && !taken.add(name); i++) {
            name = given.id() + " (" + i + ")";
          }
          return name.equals(given.id()) ? given : given.named(name);
        })
        .toList();
  }

  private static List<Problem> refused(List<Screened> secret, boolean redact) {
    var problems = new ArrayList<Problem>();
    for (Screened each : secret.subList(0, Math.min(TOLD, secret.size()))) {
      problems.add(
          Problem.general(
              each.given().origin() + ": There is what looks like a key or password.",
              redact
                  ? "It cannot be taken out by itself: change the text."
                  : "Take it out there, or import with `--redact`, which puts "
                      + GONE
                      + " in its place."));
    }
    if (secret.size() > TOLD) {
      problems.add(
          Problem.general(
              NumberText.count(secret.size() - TOLD, "more case")
                  + (secret.size() - TOLD == 1 ? " holds" : " hold")
                  + " keys or passwords.",
              ""));
    }
    return problems;
  }

  private static Screened screen(ImportedCase given, boolean redact) {
    Set<Kind> found = kinds(given);
    if (!redact || !found.contains(Kind.SECRET)) {
      return new Screened(given, found, false);
    }
    ImportedCase without = given.rewritten(CaseScreening::withoutSecrets);
    return new Screened(without, kinds(without), true);
  }

  private static Set<Kind> kinds(ImportedCase given) {
    var kinds = EnumSet.noneOf(Kind.class);
    given.vars().values().forEach(text -> kinds.addAll(PersonalData.in(text).kinds()));
    given.expected().ifPresent(text -> kinds.addAll(PersonalData.in(text).kinds()));
    given.draft().ifPresent(d -> kinds.addAll(PersonalData.in(d.answer()).kinds()));
    kinds.addAll(PersonalData.in(given.id()).kinds());
    // no model is sent these, so that people in them raise no class
    boolean secret =
        Stream.of(given.vars().keySet().stream(), given.slices().stream(), given.cluster().stream())
            .flatMap(texts -> texts)
            .anyMatch(text -> PersonalData.in(text).kinds().contains(Kind.SECRET));
    if (secret) {
      kinds.add(Kind.SECRET);
    }
    return kinds;
  }

  /// A text with `[removed]` in place of keys and passwords. A search tells only the first places,
  /// so that it is repeated until nothing more is there.
  public static String withoutSecrets(String text) {
    String now = text;
    for (int i = 0; i < ROUNDS; i++) {
      var places =
          PersonalData.in(now).places().stream()
              .filter(place -> place.kind() == Kind.SECRET)
              .sorted(Comparator.comparingInt(Detections.Place::start).reversed())
              .toList();
      if (places.isEmpty()) {
        return now;
      }
      var changed = new StringBuilder(now);
      int before = now.length();
      for (var place : places) {
        if (place.end() <= before) {
          changed.replace(place.start(), place.end(), GONE);
          before = place.start();
        }
      }
      now = changed.toString();
    }
    return now;
  }

  /// The class of the job: the one named, or above it the one of personal data.
  public DataClass data(DataClass named) {
    return personal > 0 && named.compareTo(DataClass.CONFIDENTIAL) < 0
        ? DataClass.CONFIDENTIAL
        : named;
  }

  /// What was found, as `3 of 30 cases hold an e-mail address, a phone number`; empty when nothing
  /// was.
  public String why() {
    if (personal == 0) {
      return "";
    }
    String words = kinds.stream().sorted().map(Kind::word).collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%,d of %s %s personal data: %s",
        personal,
        NumberText.count(cases.size(), "case"),
        personal == 1 ? "holds" : "hold",
        words);
  }

  /// What people are told of it.
  public List<String> notes() {
    var notes = new ArrayList<String>();
    if (personal > 0) {
      notes.add(
          why()
              + (personal == 1 ? ", at " : ", first at ")
              + where
              + ". The job is confidential for it, at least.");
    }
    if (redacted > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "Keys or passwords were taken out of %,d %s, with %s in their place.",
              redacted,
              redacted == 1 ? "case" : "cases",
              GONE));
    }
    return notes;
  }
}
