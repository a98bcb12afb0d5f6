package dev.metier.cli;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.Money;
import dev.metier.label.session.CaseWriter;
import dev.metier.label.session.DraftAnswer.Drafted;
import dev.metier.label.session.DraftedCases;
import dev.metier.project.Project;
import dev.metier.provider.Provider;
import dev.metier.run.Retries;
import dev.metier.run.Runner;
import dev.metier.terminal.Console;
import dev.metier.terminal.Interrupts;
import dev.metier.terminal.Invocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Lets a model write cases, to be accepted, mended or dropped one by one.
@Command(
    name = "draft",
    description =
        "Let a model that you name write cases of a job; each counts once you accepted it in `metier"
            + " label`.",
    footer = {
      "",
      "The cases go into cases/JOB.drafts.jsonl, each marked with who wrote it. Cases "
          + "that a model wrote never make a verdict FIT alone, and the model that wrote them "
          + "is not judged by them. A job, or a metier.yaml, that is not there is begun. The "
          + "same command goes on after a stop.",
      "Exit codes: 0 the cases are there, 1 fewer than asked for, 2 the input is wrong."
    })
final class DraftCommand implements Callable<Integer> {
  private static final int MOST = 1000;

  @Parameters(index = "0", paramLabel = "JOB", description = "The job, there or to be begun.")
  private String job = "";

  @Parameters(index = "1", paramLabel = "WHAT", description = "What the work is, in a sentence.")
  private String what = "";

  @Option(
      names = "--with",
      required = true,
      paramLabel = "MODEL",
      description = "Who writes: a model of metier.yaml, or provider/id where there is none yet.")
  private String with = "";

  @Option(names = "--n", paramLabel = "N", description = "How many cases in all. Default: 30.")
  private int count = 30;

  @Option(names = "--budget", paramLabel = "USD", description = "Most money to spend.")
  private Optional<String> budget = Optional.empty();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FOLDER",
      description = "The project's folder. Default: here.")
  private Path folder = Path.of(".");

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  private final Workplace workplace;

  DraftCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    var name = new JobName(job);
    var yaml = new DraftYaml(ProjectArgument.folder(folder), name, what.strip(), with);
    Project project = yaml.imagined();
    Job imagined = project.job(name).orElseThrow();
    Model model = yaml.writer(project);
    allow(project, yaml, model);
    var cases = new DraftedCases(DraftFiles.own(yaml.folder(), name));
    int wanted = count - cases.writtenByModels();
    var writer =
        new CaseWriter(
            imagined, model, what.strip(), budget.map(QualifyCommand::money), cases.inputs());
    return wanted <= 0 ? told(cases, yaml, nothing()) : write(writer, wanted, model, cases, yaml);
  }

  private static CaseWriter.Outcome nothing() {
    return new CaseWriter.Outcome(0, 0, 0, 0, 0, Money.ZERO, Optional.empty());
  }

  private void check() {
    if (!JobName.allowed(job)) {
      throw new ProblemsException(
          "`" + job + "` is no name for a job.", "Letters, digits, `_`, `.` and `-`.");
    }
    if (what.isBlank()) {
      throw new ProblemsException("Nobody says what the work is.", "Say it in a sentence.");
    }
    if (count < 1 || count > MOST) {
      throw new ProblemsException("--n is 1 to " + MOST + ".", "For example --n 30.");
    }
  }

  private void allow(Project project, DraftYaml yaml, Model model) {
    Host host = model.readingHost();
    if (!host.mayRead(yaml.data())) {
      throw new ProblemsException(
          host.name() + " may not read data of " + job + "; nothing was sent.",
          "Name another model, or look at `clearance` and `data` in metier.yaml.");
    }
    if (budget.isPresent() && !project.unpriced().isEmpty()) {
      var own =
          project.unpriced().stream().filter(p -> p.what().contains(" " + model.name() + " "));
      own.findFirst()
          .ifPresent(problem -> {
            throw new ProblemsException(List.of(problem));
          });
    }
  }

  private int write(CaseWriter writer, int wanted, Model model, DraftedCases cases, DraftYaml yaml)
      throws InterruptedException {
    Console console = workplace.console();
    console.say(
        "%s writes %d %s in %d calls at the most, for at most %s."
            .formatted(
                model.name(),
                wanted,
                wanted == 1 ? "case" : "cases",
                CaseWriter.calls(wanted),
                writer.most(wanted).map(Money::toString).orElse("an unknown amount")));
    Thread here = Thread.currentThread();
    try (Provider provider = workplace.open(model);
        var _ = Interrupts.ending(here::interrupt)) {
      var runner =
          new Runner(
              Retries.USUAL,
              Thread::sleep,
              workplace.clock(),
              new Random(workplace.clock().millis()));
      return told(
          cases, yaml, writer.write(wanted, provider, runner, each -> add(each, model, cases)));
    } catch (InterruptedException e) {
      console.say("Stopped; what was written is kept. The same command goes on.");
      return Interrupts.EXIT;
    }
  }

  private void add(Drafted drafted, Model model, DraftedCases cases) {
    cases.add(drafted, model.name().text());
    if (!json) {
      workplace.console().say("  " + cases.writtenByModels() + " of " + count);
    }
  }

  private int told(DraftedCases cases, DraftYaml yaml, CaseWriter.Outcome outcome) {
    Console console = workplace.console();
    boolean begun = cases.writtenByModels() > 0 && yaml.begin();
    if (json) {
      console.json(node(cases, outcome, begun));
    } else {
      console.line(
          "Wrote %d cases in %d calls for %s: %d there already, %d not readable, %d answers without any."
              .formatted(
                  outcome.written(),
                  outcome.calls(),
                  outcome.spent(),
                  outcome.duplicates(),
                  outcome.broken(),
                  outcome.without()));
      outcome.trouble().ifPresent(why -> console.line("It ended early: " + why + "."));
      if (begun) {
        console.line("Began the job " + job + " in " + yaml.file() + ": look at its needs.");
      }
      yaml.unnamed().ifPresent(console::line);
      var next = Invocation.of(Optional.of(folder).filter(f -> !f.equals(Path.of("."))));
      console.line("Then accept, mend or drop each: " + next.command("label " + job));
    }
    return cases.writtenByModels() >= count ? 0 : 1;
  }

  private ObjectNode node(DraftedCases cases, CaseWriter.Outcome outcome, boolean begun) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("job", job).put("file", cases.file().toString()).put("begun", begun);
    node.put("cases", cases.writtenByModels()).put("written", outcome.written());
    node.put("duplicates", outcome.duplicates()).put("broken", outcome.broken());
    node.put("without_cases", outcome.without()).put("calls", outcome.calls());
    node.put("spent_usd", outcome.spent().dollars());
    outcome.trouble().ifPresent(why -> node.put("trouble", why));
    return node;
  }
}
