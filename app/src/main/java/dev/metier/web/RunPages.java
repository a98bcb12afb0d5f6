package dev.metier.web;

import static java.util.stream.Collectors.toSet;

import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.ShortText;
import dev.metier.job.Money;
import dev.metier.qualify.Again;
import dev.metier.report.screen.RunPage;
import dev.metier.report.screen.RunTexts;
import dev.metier.report.screen.ScreenTexts;
import dev.metier.report.screen.Screens;
import dev.metier.report.view.RunStatus;
import dev.metier.report.view.RunView;
import dev.metier.report.view.RunView.Form;
import dev.metier.report.view.RunViews;
import dev.metier.report.view.VisibleText;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The screen of runs, and the forms that start and stop one.
final class RunPages {
  private static final String HERE = "/run";
  private static final String ONE = "job";
  private static final String JOB = ONE + "/";
  private static final String AGAIN = "again";
  private static final String UNSERVED = "unserved";
  private static final int CONFLICT = 409;
  private static final int LONGEST = 40;
  private static final Pattern AMOUNT = Pattern.compile("\\d{1,7}(\\.\\d{1,9})?");
  private static final Pattern NUMBER = Pattern.compile("[-\u2212]?\\d+(\\.\\d+)?");
  private static final String EXAMPLE = "2.00";
  private static final RunTexts WORDS = RunTexts.ENGLISH;

  private final SnapshotWatch source;
  private final RunControl runs;
  private final Path folder;
  private final String formToken;
  private final RunForecasts forecasts = new RunForecasts();

  RunPages(SnapshotWatch source, RunControl runs, Path folder, String formToken) {
    this.source = source;
    this.runs = runs;
    this.folder = folder;
    this.formToken = formToken;
  }

  Reply page(List<String> path, ScreenRequest request) {
    if (path.isEmpty()) {
      return request.changes() ? start(request) : Reply.page(Reply.OK, asked(request));
    }
    if (path.equals(List.of("budget")) && request.changes()) {
      return raise(request);
    }
    if (path.equals(List.of("stop")) && request.changes()) {
      runs.stop();
      return Reply.to(HERE);
    }
    throw new ProjectPages.NoSuchPage("", request.path(), List.of());
  }

  /// The form as the address fills it in.
  private String asked(ScreenRequest request) {
    String job = request.parameters().getOrDefault(ONE, "");
    RunViews.Left left = forecasts.left(source.read());
    boolean there =
        Stream.concat(left.open().stream(), left.unserved().stream())
            .anyMatch(each -> each.job().name().text().equals(job));
    return shown(
        new Form("", Optional.empty(), isAgain(request.parameters())),
        there ? Set.of(job) : Set.of());
  }

  private static boolean isAgain(Map<String, String> sent) {
    return sent.getOrDefault(AGAIN, "").equals(UNSERVED);
  }

  private String shown(Form form, Set<String> chosen) {
    RunStatus status = source.run();
    ProjectSnapshot now = source.read();
    RunView view = RunViews.of(now.matrix(), forecasts.left(now), status, form, chosen);
    return Screens.run(view, formToken);
  }

  private Reply start(ScreenRequest request) {
    String written = request.form().getOrDefault("budget", "").strip();
    Set<String> jobs =
        request.form().keySet().stream()
            .filter(field -> field.startsWith(JOB))
            .map(field -> field.substring(JOB.length()))
            .collect(toSet());
    Optional<String> wrong =
        jobs.isEmpty() ? Optional.of(WORDS.noJobChosen()) : wrongBudget(written);
    if (wrong.isPresent()) {
      return refused(request, Reply.BAD_REQUEST, wrong.get(), jobs);
    }
    if (source.run().isGoing()) {
      return refused(request, CONFLICT, WORDS.alreadyGoing(), jobs);
    }
    try {
      runs.start(
          jobs,
          written.isEmpty() ? Optional.empty() : Optional.of(money(written)),
          new Again(isAgain(request.form()), Set.of(), Set.of()));
    } catch (ProblemsException e) {
      String why = new ProblemText(false, folder).line(e.problems());
      return refused(request, CONFLICT, why, jobs);
    }
    return Reply.to(HERE);
  }

  private Reply raise(ScreenRequest request) {
    String written = request.form().getOrDefault("budget", "").strip();
    RunStatus status = source.run();
    if (status.limit().isEmpty()) {
      return refused(request, CONFLICT, WORDS.notGoing(), Set.of());
    }
    Money now = status.limit().get();
    Optional<String> wrong = wrongRaise(written, now);
    if (wrong.isPresent()) {
      return refused(status, Reply.BAD_REQUEST, written, wrong.get());
    }
    try {
      runs.raise(money(written));
    } catch (ProblemsException e) {
      String why = new ProblemText(false, folder).line(e.problems());
      return refused(status, CONFLICT, written, why);
    }
    return Reply.to(HERE);
  }

  private Reply refused(RunStatus status, int code, String written, String wrong) {
    var form = new Form(VisibleText.of(written), Optional.of(VisibleText.of(wrong)));
    ProjectSnapshot now = source.read();
    RunView view = RunViews.refused(now.matrix(), forecasts.left(now), status, form);
    return Reply.page(code, Screens.run(view, formToken));
  }

  private static Optional<String> wrongRaise(String written, Money now) {
    if (written.isEmpty()) {
      return Optional.of(ScreenTexts.fill(WORDS.raiseEmpty(), RunPage.more(now.toString())));
    }
    String number = bare(written);
    boolean less =
        isNegative(number)
            || (AMOUNT.matcher(number).matches() && money(written).compareTo(now) <= 0);
    return NUMBER.matcher(number).matches() && less
        ? Optional.of(ScreenTexts.fill(WORDS.notMore(), written, now.toString()))
        : wrongBudget(written);
  }

  private Reply refused(ScreenRequest request, int status, String wrong, Set<String> jobs) {
    boolean starts = request.path().equals(HERE);
    String written = starts ? request.form().getOrDefault("budget", "").strip() : "";
    var form =
        new Form(
            VisibleText.of(written), Optional.of(VisibleText.of(wrong)), isAgain(request.form()));
    return Reply.page(status, shown(form, jobs));
  }

  /// What is wrong with a budget, and how it is written.
  private static Optional<String> wrongBudget(String written) {
    String number = bare(written);
    String said = ShortText.of(written, LONGEST, "...");
    if (written.isEmpty()) {
      return Optional.empty();
    }
    if (!NUMBER.matcher(number).matches()) {
      String pointed = number.replace(',', '.');
      String example = AMOUNT.matcher(pointed).matches() ? pointed : EXAMPLE;
      return Optional.of(ScreenTexts.fill(WORDS.noMoney(), said, example));
    }
    if (!AMOUNT.matcher(number).matches() && !isNegative(number)) {
      return Optional.of(ScreenTexts.fill(WORDS.tooMuch(), said));
    }
    return isNegative(number) || new BigDecimal(number).signum() <= 0
        ? Optional.of(ScreenTexts.fill(WORDS.notAbove(), said))
        : Optional.empty();
  }

  private static boolean isNegative(String number) {
    return number.startsWith("-") || number.startsWith("\u2212");
  }

  private static Money money(String written) {
    return Money.usd(new BigDecimal(bare(written)));
  }

  /// Without the sign or name of the currency.
  private static String bare(String written) {
    return written.replaceFirst("^\\$", "").replaceFirst("(?i)\\s*usd$", "").strip();
  }
}
