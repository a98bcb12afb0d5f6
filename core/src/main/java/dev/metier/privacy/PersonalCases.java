package dev.metier.privacy;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What was found in the requests that a run of a job would send, and the class that all of them
/// have for it. A verdict speaks of all cases, so a host that may not read one of them gets none.
///
/// @param data the class that the job says, or above it the one of requests with personal data
/// @param inPrompt what is in the prompt, the tools or the schema of every case
/// @param found the cases in which more was found, in the order of the job
/// @param cases how many cases the job has
public record PersonalCases(
    DataClass data, Optional<Found> inPrompt, List<Found> found, int cases) {
  private static final int TOLD = 5;

  /// Where something was found.
  ///
  /// @param name the id of the case, or what of the job
  /// @param kinds what was found; never its text
  /// @param unread whether there is a part that nobody could look through
  public record Found(String name, Set<Kind> kinds, boolean unread) {
    public Found {
      kinds = Set.copyOf(kinds);
    }

    private static Optional<Found> of(String name, Detections detections) {
      return detections.any()
          ? Optional.of(new Found(name, detections.kinds(), !detections.unread().isEmpty()))
          : Optional.empty();
    }

    private boolean isWithin(Found other) {
      return other.kinds.containsAll(kinds) && (other.unread || !unread);
    }

    /// As in `c7 (card number, IBAN)`.
    String inWords() {
      var words =
          kinds.isEmpty()
              ? new ArrayList<String>()
              : EnumSet.copyOf(kinds).stream()
                  .map(Kind::word)
                  .collect(Collectors.toCollection(ArrayList::new));
      if (unread) {
        words.add("a part that cannot be searched");
      }
      return name + " (" + String.join(", ", words) + ")";
    }
  }

  public PersonalCases {
    found = List.copyOf(found);
  }

  /// Searches what a run would send, where the job raises the class of such requests; empty when
  /// nothing is raised.
  public static Optional<PersonalCases> in(Job job, Optional<DataClass> raised) {
    if (raised.filter(data -> data.compareTo(job.data()) > 0).isEmpty()) {
      return Optional.empty();
    }
    Optional<Found> inPrompt = Found.of("its prompt", PersonalData.in(template(job)));
    List<Found> found =
        job.cases().parallelStream()
            .flatMap(given -> Found.of(given.id(), search(job, given)).stream())
            .filter(each -> inPrompt.filter(each::isWithin).isEmpty())
            .toList();
    return inPrompt.isEmpty() && found.isEmpty()
        ? Optional.empty()
        : Optional.of(new PersonalCases(raised.get(), inPrompt, found, job.cases().size()));
  }

  private static Detections search(Job job, Case given) {
    return PersonalData.in(new ChatRequest(job.prompt().fill(given), job.tools(), job.settings()));
  }

  /// What every case has in common.
  private static ChatRequest template(Job job) {
    var turns =
        job.prompt().turns().stream()
            .map(turn -> Message.of(turn.role(), turn.template().text()))
            .toList();
    return new ChatRequest(turns, job.tools(), job.settings());
  }

  /// Where it was found, and what: `3 of its 200 cases hold personal data or secrets: c7 (IBAN),
  /// ...`.
  public String sentence() {
    var places = new ArrayList<String>();
    inPrompt.map(Found::inWords).ifPresent(places::add);
    found.stream().limit(TOLD).map(Found::inWords).forEach(places::add);
    if (found.size() > TOLD) {
      places.add(String.format(Locale.ROOT, "%,d more", found.size() - TOLD));
    }
    String who =
        inPrompt.isPresent()
            ? "what it sends holds"
            : String.format(
                Locale.ROOT,
                "%,d of its %,d cases %s",
                found.size(),
                cases,
                found.size() == 1 ? "holds" : "hold");
    return who + " personal data or secrets: " + String.join(", ", places);
  }
}
