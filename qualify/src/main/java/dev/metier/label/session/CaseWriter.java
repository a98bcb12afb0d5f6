package dev.metier.label.session;

import dev.metier.catalog.Cost;
import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Money;
import dev.metier.label.session.DraftAnswer.Drafted;
import dev.metier.plan.Trial;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.run.Observation;
import dev.metier.run.Runner;
import dev.metier.run.Throttle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/// Lets a model write cases of a job, some in each call.
public final class CaseWriter {
  private static final int AT_ONCE = 10;

  /// Calls beyond those that would do if every case could be used.
  private static final int SPARE = 2;

  private static final int MOST_TOKENS = 4000;
  private static final int NAMED = 40;
  private static final int SHORT = 80;

  /// What a run came to.
  ///
  /// @param written cases that can be used
  /// @param duplicates cases that were there already
  /// @param broken cases that could not be read
  /// @param without answers without any case: refusals, and prose
  /// @param trouble why no more came, if nothing else says so
  public record Outcome(
      int written,
      int duplicates,
      int broken,
      int without,
      int calls,
      Money spent,
      Optional<String> trouble) {}

  private final Job job;
  private final Model model;
  private final String what;
  private final Optional<Money> budget;
  private final Set<String> known = new HashSet<>();
  private final List<String> inputs = new ArrayList<>();
  private int duplicates;
  private int broken;
  private int without;
  private int calls;
  private Money spent = Money.ZERO;
  private Optional<String> trouble = Optional.empty();

  /// @param what the work, in the words of a person
  /// @param there inputs of cases that are there
  public CaseWriter(Job job, Model model, String what, Optional<Money> budget, List<String> there) {
    this.job = job;
    this.model = model;
    this.what = what;
    this.budget = budget;
    there.forEach(this::know);
  }

  private boolean know(String input) {
    inputs.add(input);
    return known.add(new Drafted(input, "", "").sense());
  }

  /// Calls that so many cases take at the most.
  public static int calls(int wanted) {
    return Math.ceilDiv(wanted, AT_ONCE) + SPARE;
  }

  /// What so many cases can cost at most; empty when the price is not known.
  public Optional<Money> most(int wanted) {
    Optional<Money> one = most();
    Money sum = Money.ZERO;
    for (int i = 0; i < calls(wanted); i++) {
      sum = sum.plus(one.orElse(Money.ZERO));
    }
    return one.isPresent() ? Optional.of(sum) : Optional.empty();
  }

  private Optional<Money> most() {
    return Pricing.isBilled(model)
        ? Pricing.most(model, request(AT_ONCE))
        : Optional.of(Money.ZERO);
  }

  /// Asks until there are enough, nothing more comes of it, or the budget is spent.
  ///
  /// @param each takes what is new, at once
  public Outcome write(int wanted, Provider provider, Runner runner, Consumer<Drafted> each)
      throws InterruptedException {
    var throttle = new Throttle(1, 1, System::nanoTime);
    int written = 0;
    while (written < wanted && calls < calls(wanted) && trouble.isEmpty()) {
      if (budget.isPresent() && spent.plus(most().orElse(Money.ZERO)).compareTo(budget.get()) > 0) {
        trouble = Optional.of("the budget is spent");
        break;
      }
      Observation seen = runner.run(trial(Math.min(AT_ONCE, wanted - written)), provider, throttle);
      calls++;
      spent = spent.plus(seen.cost().map(Cost::full).orElse(Money.ZERO));
      for (Drafted drafted : usable(seen.answer())) {
        if (written < wanted) {
          each.accept(drafted);
          written++;
        }
      }
    }
    return new Outcome(written, duplicates, broken, without, calls, spent, trouble);
  }

  private List<Drafted> usable(Answer answer) {
    return switch (answer) {
      case Answer.Failure failure -> {
        trouble = Optional.of(failure.detail());
        yield List.of();
      }
      case Answer.Recorded _ -> {
        trouble = Optional.of("a record of earlier outcomes writes nothing");
        yield List.of();
      }
      case Answer.Reply(var reply, _) -> {
        DraftAnswer read = DraftAnswer.read(reply.text());
        broken += read.broken();
        without += read.cases().isEmpty() ? 1 : 0;
        var fresh = read.cases().stream().filter(drafted -> know(drafted.input())).toList();
        duplicates += read.cases().size() - fresh.size();
        yield fresh;
      }
    };
  }

  private Trial trial(int count) {
    var given = new Case("draft", Map.of(), Optional.empty(), Set.of(), Optional.empty());
    return new Trial(
        new TrialKey("", "", calls),
        job,
        model,
        given,
        0,
        new Question(job.name(), "draft", calls, request(count)));
  }

  private ChatRequest request(int count) {
    Settings own = model.settings();
    var settings =
        new Settings(
            own.temperature(),
            OptionalInt.of(own.maxTokens().orElse(MOST_TOKENS)),
            own.seed(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            own.extra());
    return new ChatRequest(List.of(Message.of(Role.USER, words(count))), List.of(), settings);
  }

  private String words(int count) {
    var text = new StringBuilder();
    text.append("You write test cases for this work: ").append(what).append("\n\n");
    text.append("Write ").append(count).append(" different cases. Each has\n");
    text.append("* input: the text as it would arrive, whole and lifelike;\n");
    text.append("* expected: the one right answer, as short as the work allows;\n");
    text.append("* slice: one or two words for the kind of case.\n");
    text.append("Vary kind, length, tone and difficulty, and let some be easy to get wrong. ");
    text.append("Invent all names and numbers.\n\n");
    text.append("Answer with a JSON array and nothing else:\n");
    text.append("[{\"input\": \"...\", \"expected\": \"...\", \"slice\": \"...\"}]\n");
    if (!inputs.isEmpty()) {
      text.append("\nThese are there already; write others:\n");
      inputs.stream()
          .skip(Math.max(0, inputs.size() - NAMED))
          .map(input -> input.strip().replaceAll("\\s+", " "))
          .forEach(input ->
              text.append("* ").append(input, 0, Math.min(SHORT, input.length())).append('\n'));
    }
    return text.toString();
  }
}
