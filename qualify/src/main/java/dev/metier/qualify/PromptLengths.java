package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Settings;
import dev.metier.core.text.NumberText;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.plan.Questions;
import dev.metier.provider.Tokens;
import dev.metier.provider.WindowedProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Which prompts do not fit into a model's window together with their answers, as far as windows
/// are known before anybody is asked.
public final class PromptLengths {
  private static final int NAMED = 3;

  /// A window that local servers often allot when nobody asks for another.
  private static final int USUAL = 4096;

  private final Job job;
  private final Map<String, Long> estimates = new HashMap<>();

  private PromptLengths(Job job) {
    this.job = job;
  }

  /// One sentence for each job and model with such prompts, and one for each job with long prompts
  /// and models of which the window is not known.
  ///
  /// @param told windows that servers tell
  /// @param asked whether they were asked
  public static List<String> notes(
      Assignment assignment, Map<ModelName, Integer> told, boolean asked) {
    var notes = new ArrayList<String>();
    for (Job job : assignment.jobs()) {
      var lengths = new PromptLengths(job);
      var unknown = new ArrayList<Model>();
      for (Model model : assignment.candidates(job)) {
        Integer window = told.get(model.name());
        OptionalInt known =
            WindowedProvider.window(
                model, window == null ? OptionalInt.empty() : OptionalInt.of(window));
        if (!model.mayRead(assignment.project().data(job))) {
          continue;
        }
        if (known.isPresent()) {
          lengths.note(model, known.getAsInt(), notes);
        } else if (model.kind().allotsWindow()) {
          unknown.add(model);
        }
      }
      if (lengths.longest(unknown) > USUAL) {
        notes.add(lengths.told(unknown, asked));
      }
    }
    return notes;
  }

  /// About how many tokens the longest prompt and its answer take at most; 0 without models.
  private long longest(List<Model> models) {
    long most = 0;
    for (Model model : models) {
      Settings settings = new Questions(job, model, Board.UNKNOWN.fingerprint()).settings();
      long prompt =
          job.cases().stream()
              .map(given -> new ChatRequest(job.prompt().fill(given), job.tools(), settings))
              .max(Comparator.comparingLong(PromptLengths::characters))
              .map(Tokens::estimate)
              .orElse(0L);
      most = Math.max(most, prompt + settings.maxTokens().orElse(0));
    }
    return most;
  }

  private static long characters(ChatRequest request) {
    return Tokens.besides(request) + Tokens.words(request).stream().mapToLong(String::length).sum();
  }

  private String told(List<Model> unknown, boolean asked) {
    String names =
        unknown.stream().map(model -> model.name().text()).collect(Collectors.joining(", "));
    return "Job "
        + job.name()
        + ": its longest prompt and answer take about "
        + NumberText.count(longest(unknown))
        + " tokens, and "
        + (asked
            ? "neither metier.yaml nor the server tells the window of "
                + names
                + "; declare it: `window`."
            : "no window is declared for " + names + "; `metier check --ping` asks for it.");
  }

  private void note(Model model, int window, List<String> to) {
    Settings settings = new Questions(job, model, Board.UNKNOWN.fingerprint()).settings();
    int answer = settings.maxTokens().orElse(0);
    var named = new ArrayList<String>();
    int longer = 0;
    for (Case given : job.cases()) {
      var request = new ChatRequest(job.prompt().fill(given), job.tools(), settings);
      long tokens = tokens(given.id(), request, window - answer);
      if (tokens + answer > window && longer++ < NAMED) {
        named.add(given.id() + " takes about " + NumberText.count(tokens));
      }
    }
    if (longer > 0) {
      to.add(told(model, window, answer, longer, named));
    }
  }

  /// The estimate, or less than `window` where the text alone shows that it fits.
  private long tokens(String id, ChatRequest request, int window) {
    long most =
        Tokens.besides(request)
            + 4L * Tokens.words(request).stream().mapToLong(String::length).sum();
    return most <= window ? 0 : estimates.computeIfAbsent(id, _ -> Tokens.estimate(request));
  }

  private String told(Model model, int window, int answer, int longer, List<String> named) {
    String more = longer > NAMED ? ", and " + NumberText.count(longer - NAMED) + " more" : "";
    return "Job "
        + job.name()
        + ": "
        + NumberText.count(longer)
        + " of "
        + NumberText.count(job.cases().size())
        + (job.cases().size() == 1 ? " prompt does" : " prompts do")
        + " not fit into the window of "
        + model.name()
        + " ("
        + NumberText.count(window)
        + " tokens"
        + (answer > 0 ? ", " + NumberText.count(answer) + " of them for the answer" : "")
        + "): "
        + String.join(", ", named)
        + more
        + ".";
  }
}
