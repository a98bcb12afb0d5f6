package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.run;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Prompt;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.SettingInfo;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is told of the prompts and cases before today's.
class HistoryTest {
  private final Ledger ledger = SqliteLedger.inMemory();

  @AfterEach
  void close() {
    ledger.close();
  }

  private static List<Case> cases(int from, int to) {
    var cases = new ArrayList<Case>();
    for (int i = from; i < to; i++) {
      cases.add(given("c" + i, "t" + i));
    }
    return cases;
  }

  private static Case given(String id, String text) {
    return new Case(id, Map.of("text", text), Optional.of("yes"), Set.of(), Optional.empty());
  }

  private static Job job(String prompt, List<Case> cases) {
    Job job = Workshop.job("triage", cases, quality(0.5));
    return new Job(
        job.name(),
        job.purpose(),
        job.data(),
        Prompt.ofUser(prompt),
        job.tools(),
        job.settings(),
        cases,
        job.grading(),
        job.needs(),
        job.scope(),
        job.prefer(),
        job.repeats(),
        job.candidates());
  }

  /// Asks every case; the even ones are answered rightly.
  private CellResult qualified(String prompt, List<Case> cases) {
    var base = assignment(List.of(model("m")), job(prompt, cases));
    var full =
        new Assignment(
            base.project(), base.jobs(), base.goal(), base.budget(), true, base.concurrency());
    var provider =
        new Scripted(q -> says(Integer.parseInt(q.caseId().substring(1)) % 4 == 3 ? "no" : "yes"));
    return run(full, Map.of("m", provider), ledger).cells().getFirst();
  }

  @Test
  void nothingIsToldOfAFirstLook() {
    assertThat(qualified("Is it {{text}}?", cases(0, 40)).notes()).isEmpty();
    assertThat(qualified("Is it {{text}}?", cases(0, 40)).notes()).isEmpty();
  }

  @Test
  void everyPromptTriedOnTheSameCasesRaisesTheChanceOfLuck() {
    qualified("Is it {{text}}?", cases(0, 40));
    assertThat(qualified("Is {{text}}?", cases(0, 40)).notes())
        .containsExactly(
            "This is the 2nd prompt or setting tried on these cases: a FIT now is luck with a"
                + " chance of up to 10 %; confirm it on fresh cases.");
    for (int i = 3; i <= 6; i++) {
      qualified("Is it " + i + " {{text}}?", cases(0, 40));
    }
    assertThat(qualified("7 {{text}}?", cases(0, 40)).notes())
        .singleElement()
        .asString()
        .startsWith("This is the 7th prompt or setting")
        .contains("up to 30 %");
    assertThat(qualified("Is it {{text}}?", cases(0, 40)).notes())
        .singleElement()
        .asString()
        .startsWith("7 prompts or settings were tried");
  }

  @Test
  void theLuckOfAFitIsToldBesideNothingElse() {
    qualified("Is it {{text}}?", cases(0, 3));
    var second = qualified("Is {{text}}?", cases(0, 3));
    assertThat(second.verdict()).isInstanceOf(Verdict.Undecided.class);
    assertThat(second.notes()).isEmpty();
  }

  @Test
  void freshCasesMakeAFreshStart() {
    qualified("Is it {{text}}?", cases(0, 40));
    qualified("Is {{text}}?", cases(0, 40));
    assertThat(qualified("Is {{text}}?", cases(40, 80)).notes())
        .noneMatch(note -> note.contains("tried on these cases"));
  }

  @Test
  void casesThatVanishedAreToldWithWhatTheyHadAnswered() {
    qualified("Is it {{text}}?", cases(0, 40));
    var easier =
        cases(0, 40).stream().filter(c -> Integer.parseInt(c.id().substring(1)) % 4 != 3).toList();
    assertThat(qualified("Is it {{text}}?", easier).notes())
        .containsExactly("10 answered cases are no longer in the file; all 10 had failed.");
    assertThat(qualified("Is it {{text}}?", cases(0, 39)).notes())
        .containsExactly("1 answered case is no longer in the file; it had failed.");
    assertThat(qualified("Is it {{text}}?", cases(2, 40)).notes())
        .containsExactly("2 answered cases are no longer in the file; 0 of them had failed.");
  }

  @Test
  void casesThatWereChangedAreToldToo() {
    qualified("Is it {{text}}?", cases(0, 40));
    var changed = cases(0, 40);
    changed.set(3, given("c3", "easier"));
    assertThat(qualified("Is it {{text}}?", changed).notes())
        .contains("1 answered case is changed since; it had failed.");
  }

  @Test
  void aPromptThatIsFirstTriedOnMoreCasesIsPlannedForAllOfThem() {
    qualified("Is it {{text}}?", cases(0, 40));
    qualified("Is {{text}}?", cases(0, 90));
    assertThat(ledger.settings()).extracting(SettingInfo::look).containsExactly(1, 2);
    assertThat(qualified("Is {{text}}?", cases(0, 90)).notes())
        .noneMatch(note -> note.startsWith("Look"));
    assertThat(qualified("Is it {{text}}?", cases(0, 90)).notes())
        .anyMatch(note -> note.startsWith("Look 2"));
    assertThat(qualified("Is {{text}}?", cases(0, 91)).notes())
        .anyMatch(note -> note.startsWith("Look 2"));
  }

  @Test
  void theNumberOfTheLookIsTold() {
    qualified("Is it {{text}}?", cases(0, 40));
    assertThat(qualified("Is it {{text}}?", cases(0, 50)).notes())
        .containsExactly(
            "Look 2 at this job: cases were added once, and count behind those of the first look.");
    assertThat(qualified("Is it {{text}}?", cases(0, 51)).notes())
        .singleElement()
        .asString()
        .startsWith("Look 3 at this job: cases were added 2 times");
  }
}
