package dev.metier.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Money;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Outcome;
import dev.metier.project.Project;
import dev.metier.qualify.Again;
import dev.metier.qualify.CellResult;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import dev.metier.report.SampleRuns;
import dev.metier.report.view.RunStatus;
import dev.metier.verdict.Verdict;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the forms of the screen of runs do, and what they refuse.
class RunPagesTest {
  /// One job with two models of which nothing is decided.
  private static final class Source implements SnapshotSource {
    private final ProjectSnapshot snapshot;

    /// @param lost how many of the first answers were not served
    Source(int lost) {
      var results = List.of(running(lost));
      var project =
          new Project(
              Path.of("metier.yaml"),
              List.of(SampleMatrix.model("qwen")),
              List.of(),
              List.of(SampleResults.JOB),
              List.of());
      snapshot = new ProjectSnapshot(project, results, SampleResults.matrix(results));
    }

    /// Twenty cases of fifty, and a run was stopped.
    private static CellResult running(int lost) {
      CellResult some = SampleResults.result(SampleResults.JOB, "qwen", 20, n -> n % 6 != 5);
      return new CellResult(
          some.job(),
          some.model(),
          new Verdict.Undecided(some.verdict().findings(), Verdict.Doubt.RUNNING, "Stopped."),
          some.setting(),
          some.grading(),
          some.kept(),
          some.possible(),
          IntStream.range(0, some.outcomes().size())
              .mapToObj(i -> i < lost ? lost(some.outcomes().get(i)) : some.outcomes().get(i))
              .toList(),
          some.fingerprint(),
          some.notes(),
          some.fitAlone(),
          some.cutShort());
    }

    private static Outcome lost(Outcome some) {
      return new Outcome(
          some.content(), some.repeat(), 0, false, -1, -1, 0, 0, false, Optional.empty(), false);
    }

    @Override
    public String name() {
      return "acme";
    }

    @Override
    public ProjectSnapshot read() {
      return snapshot;
    }

    @Override
    public PastChanges changes(Optional<String> since) {
      return new PastChanges(Optional.empty(), "", true, List.of());
    }

    @Override
    public void answers(Filter filter, Consumer<KeptAnswer> each) {}
  }

  /// Runs that were asked for.
  private static final class Runs implements RunControl {
    private final List<String> started = new ArrayList<>();
    private final List<String> raised = new ArrayList<>();
    private RunStatus status = new RunStatus.Idle(Optional.empty());
    private Optional<ProblemsException> refuses = Optional.empty();
    private int stops;

    @Override
    public RunStatus status() {
      return status;
    }

    @Override
    public void start(Set<String> jobs, Optional<Money> budget, Again again) {
      if (refuses.isPresent()) {
        throw refuses.get();
      }
      started.add(
          jobs
              + " "
              + budget.map(Money::toString).orElse("no limit")
              + (again.unserved() ? ", unserved again" : ""));
    }

    @Override
    public void raise(Money budget) {
      if (refuses.isPresent()) {
        throw refuses.get();
      }
      raised.add(budget.toString());
    }

    @Override
    public void stop() {
      stops++;
    }
  }

  private final Runs runs = new Runs();
  private ProjectPages pages = pages(0);

  private ProjectPages pages(int lost) {
    return new ProjectPages(
        new SnapshotWatch(
            new Source(lost), runs, new EventStreams(new EventLog("a")), Clock.systemUTC()),
        Path.of(""),
        "secret",
        runs);
  }

  private Reply ask(String method, String path, Map<String, String> form) {
    return ask(method, path, Map.of(), form);
  }

  private Reply ask(
      String method, String path, Map<String, String> parameters, Map<String, String> form) {
    return pages.page(
        new ScreenRequest(
            method,
            "127.0.0.1:1",
            path,
            parameters,
            Optional.empty(),
            ScreenRequest.Origin.NONE,
            form));
  }

  private Reply start(String budget, String... jobs) {
    var form = new HashMap<String, String>();
    form.put("budget", budget);
    for (String job : jobs) {
      form.put("job/" + job, "on");
    }
    return ask("POST", "/run", form);
  }

  private static Document page(Reply reply) {
    return Jsoup.parse(reply.body());
  }

  @Test
  void whatIsOpenAndWhatItTakesIsShownBeforeAnythingStarts() {
    Reply reply = ask("GET", "/run", Map.of());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(page(reply).select("#open th a").text()).isEqualTo("family × qwen");
    assertThat(page(reply).select("#open tbody td").eachText())
        .contains("Takes at most 30 calls, no bill");
    assertThat(runs.started).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0; A budget of 0 asks nobody.",
        "0.00; A budget of 0.00 asks nobody.",
        "-2; A budget of -2 asks nobody.",
        "1,50; 1,50 is no amount of money. Write dollars with a point, for example 1.50.",
        "two; two is no amount of money.",
        "1e3; 1e3 is no amount of money.",
        "99999999; 99999999 is more, or more exact, than this form takes",
        "1.0000000001; 1.0000000001 is more, or more exact, than this form takes",
        "٢; ٢ is no amount of money."
      })
  void aBudgetThatIsNoneIsToldAndNothingStarts(String budget, String told) {
    Reply reply = start(budget, "family");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(page(reply).select("#wrong").text())
        .startsWith("Nothing was started.")
        .contains(told);
    assertThat(page(reply).select("#budget").attr("value")).isEqualTo(budget);
    assertThat(runs.started).isEmpty();
  }

  @Test
  void aRunIsStartedWithWhatWasChosen() {
    assertThat(start("", "family").headers()).containsEntry("Location", "/run");
    start("1.50", "family");
    start(" $2 usd ", "family");

    assertThat(runs.started)
        .containsExactly("[family] no limit", "[family] $1.50", "[family] $2.00");
  }

  @Test
  void whatWasNotServedIsAskedAgainFromThePageOfItsVerdict() {
    assertThat(page(ask("GET", "/run", Map.of())).select("[name=again]")).isEmpty();
    pages = pages(2);
    Document why = page(ask("GET", "/job/family/qwen", Map.of()));
    assertThat(why.select("a[href='/run?job=family&again=unserved']").text())
        .isEqualTo("Ask again what was not served");
    Document form =
        page(ask("GET", "/run", Map.of("job", "family", "again", "unserved"), Map.of()));
    assertThat(form.select("[name=again]").hasAttr("checked")).isTrue();
    assertThat(form.select("label:has([name=again])").text())
        .contains("2 answers not served, at most $0.00");
    assertThat(page(ask("GET", "/run", Map.of())).select("[name=again]").hasAttr("checked"))
        .isFalse();
    Document other = page(ask("GET", "/run", Map.of("job", "famly"), Map.of()));
    assertThat(other.select("[name='job/family']").hasAttr("checked")).isTrue();
    assertThat(runs.started).isEmpty();

    ask("POST", "/run", Map.of("budget", "1", "job/family", "on", "again", "unserved"));
    assertThat(runs.started).containsExactly("[family] $1.00, unserved again");
    Document wrong =
        page(ask("POST", "/run", Map.of("budget", "0", "job/family", "on", "again", "unserved")));
    assertThat(wrong.select("[name=again]").hasAttr("checked")).isTrue();
  }

  @Test
  void withoutAJobNothingStarts() {
    assertThat(page(start("1")).select("#wrong").text()).contains("Choose at least one job.");
    assertThat(runs.started).isEmpty();
  }

  @Test
  void aSecondRunIsRefusedWhileOneGoesOnHereOrElsewhere() {
    for (RunStatus status :
        List.of(
            SampleRuns.running(false),
            new RunStatus.Elsewhere(4711, Optional.empty(), Optional.empty()))) {
      runs.status = status;
      Reply reply = start("1", "family");
      assertThat(reply.status()).isEqualTo(409);
      assertThat(page(reply).select("[role=alert]").text()).contains("A run goes on already");
    }
    assertThat(runs.started).isEmpty();
  }

  @Test
  void whatCannotBeStartedSaysWhy() {
    runs.refuses = Optional.of(new ProblemsException("The price of qwen is not known.", "Say it."));
    Reply reply = start("1", "family");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(page(reply).select("#wrong").text())
        .contains("The price of qwen is not known. Say it.");
  }

  @Test
  void aRunIsStoppedByItsFormAloneNeverByLooking() {
    assertThat(ask("GET", "/run/stop", Map.of()).status()).isEqualTo(404);
    assertThat(runs.stops).isZero();
    assertThat(ask("POST", "/run/stop", Map.of()).headers()).containsEntry("Location", "/run");
    assertThat(runs.stops).isEqualTo(1);
  }

  private Reply raise(String budget) {
    return ask("POST", "/run/budget", Map.of("budget", budget));
  }

  @Test
  void aRunThatGoesOnMaySpendMoreHereOrElsewhere() {
    for (RunStatus status :
        List.of(
            SampleRuns.running(false),
            new RunStatus.Elsewhere(4711, Optional.empty(), Optional.of(Money.usd(2))))) {
      runs.status = status;
      Document page = page(ask("GET", "/run", Map.of()));
      assertThat(page.select("form.raise").text()).contains("$2.00", "for example 4.00");
      assertThat(raise("2.50").headers()).containsEntry("Location", "/run");
    }
    assertThat(runs.raised).containsExactly("$2.50", "$2.50");
    assertThat(runs.started).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; Write the new budget, for example 4.00.",
        "0; 0 is not more than the $2.00 that the run may spend already.",
        "-2; -2 is not more than the $2.00 that the run may spend already.",
        "1,50; 1,50 is no amount of money. Write dollars with a point, for example 1.50.",
        "99999999; 99999999 is more, or more exact, than this form takes",
        "2.00; 2.00 is not more than the $2.00 that the run may spend already.",
        "1.99; 1.99 is not more than the $2.00"
      })
  void aBudgetThatIsNotRaisedIsToldAndStaysInTheForm(String budget, String told) {
    runs.status = SampleRuns.running(false);
    Reply reply = raise(budget);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(page(reply).select("#raise-wrong").text())
        .startsWith("The budget is as it was.")
        .contains(told);
    assertThat(page(reply).select("#raise").attr("value")).isEqualTo(budget);
    assertThat(page(reply).select("#run").hasAttr("data-live")).isFalse();
    assertThat(runs.raised).isEmpty();
  }

  @Test
  void nothingIsRaisedWhereNoRunWithALimitGoesOn() {
    for (RunStatus status :
        List.of(
            new RunStatus.Idle(Optional.empty()),
            SampleRuns.running(true),
            new RunStatus.Elsewhere(4711, Optional.empty(), Optional.empty()))) {
      runs.status = status;
      assertThat(page(ask("GET", "/run", Map.of())).select("form.raise")).isEmpty();
      Reply reply = raise("5");
      assertThat(reply.status()).isEqualTo(409);
      assertThat(page(reply).select(".wrong").text()).contains("No run with a budget goes on");
    }
    runs.status = SampleRuns.running(false);
    runs.refuses = Optional.of(new ProblemsException("It has ended.", "Start it again."));
    assertThat(raise("5").status()).isEqualTo(409);
    assertThat(ask("GET", "/run/budget", Map.of()).status()).isEqualTo(404);
    assertThat(runs.raised).isEmpty();
  }

  @Test
  void otherPagesTakeNoForm() {
    assertThat(ask("POST", "/", Map.of()).status()).isEqualTo(405);
    assertThat(ask("POST", "/job/family/qwen", Map.of()).status()).isEqualTo(405);
  }
}
