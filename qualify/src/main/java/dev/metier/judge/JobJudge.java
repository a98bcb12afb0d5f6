package dev.metier.judge;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Settings;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.check.judge.Judgement;
import dev.metier.core.text.Digest;
import dev.metier.core.text.ShortText;
import dev.metier.grade.Grade;
import dev.metier.grade.judge.Judgements;
import dev.metier.grade.spec.Graders;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.Prompt;
import dev.metier.ledger.Filter;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Questions;
import dev.metier.plan.Trial;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// The judge of a job: what it is asked about each answer, and what it said. Thread-safe.
///
/// Its calls are trials like others, under a job's name of their own, `triage.judge`, and under the
/// hash of all that it is told, of its weights and of its place: another rubric, prompt or judge
/// asks anew. What is asked about one answer has the hash of exactly that, whoever gave the answer
/// and however often: the same words are judged once. The repeat counts the judge's own tries.
public final class JobJudge {
  private static final String ENDING = ".judge";
  private static final int LONGEST_NAME = 80;

  private final Job job;
  private final GraderSpec.Judged spec;
  private final Model model;
  private final JudgePrompt prompt;
  private final Job asked;
  private final String setting;
  private final Map<String, List<Answer>> said = new ConcurrentHashMap<>();
  private final Map<String, Integer> excused = new ConcurrentHashMap<>();

  /// @param spec the job's judging
  /// @param model the judge
  public JobJudge(Job job, GraderSpec.Judged spec, Model model, Fingerprint fingerprint) {
    this.job = job;
    this.spec = spec;
    this.model = model;
    this.prompt = new JudgePrompt(spec.criterion());
    this.asked = asked(job, spec);
    this.setting = new Questions(asked, model, fingerprint).setting();
  }

  /// What is asked is told by the hash of the rubric and by the version of the words around it.
  private static Job asked(Job job, GraderSpec.Judged spec) {
    String identity = "judge/" + JudgePrompt.VERSION + " " + Graders.hash(spec);
    return new Job(
        name(job.name()),
        "",
        job.data(),
        Prompt.ofUser(identity),
        List.of(),
        Settings.NONE,
        List.of(),
        new GraderSpec.Group(GraderSpec.Rule.ALL, List.of(), OptionalDouble.empty()),
        List.of(),
        job.scope(),
        job.prefer(),
        1,
        List.of(spec.judge()));
  }

  /// The name under which the ledger keeps what a judge of the job said.
  public static JobName name(JobName job) {
    String text = job.text();
    int most = LONGEST_NAME - ENDING.length();
    return new JobName(ShortText.of(text, most) + ENDING);
  }

  public Model model() {
    return model;
  }

  public GraderSpec.Judged spec() {
    return spec;
  }

  /// The hash under which the ledger keeps its answers.
  public String setting() {
    return setting;
  }

  /// Hash of how a grade came about, apart from the graders themselves.
  public String hash() {
    return new Digest().add("judged/1").add(setting).hex();
  }

  /// Takes over what earlier runs kept.
  public void recall(Ledger ledger) {
    said.clear();
    ledger.answers(Filter.setting(setting), kept -> learn(kept.key(), kept.answer()));
  }

  /// Lets what it could not judge so far be asked about anew.
  public void askAnew() {
    said.forEach((content, answers) -> excused.put(content, answers.size()));
  }

  /// Notes an answer of the judge.
  public void learn(TrialKey key, Answer answer) {
    said.merge(
        key.content(),
        List.of(answer),
        (before, more) -> {
          var all = new ArrayList<>(before);
          all.addAll(more);
          return List.copyOf(all);
        });
  }

  /// The grade of an answer, when the judge said enough of it.
  public Optional<Grade> grade(Case given, ChatReply reply) {
    var judgements = new ArrayList<Judgement>();
    List<ChatRequest> requests = requests(given, reply);
    for (int i = 0; i < requests.size(); i++) {
      Optional<Judgement> one = judgement(content(requests.get(i)), i);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      judgements.add(one.get());
    }
    return Optional.of(Judgements.grade(model.name(), spec.criterion(), judgements));
  }

  /// What a judge that compares prefers: 1 for the answer, -1 for what it is compared with, 0 for
  /// neither, also where it says different things in the two orders; empty where it said nothing
  /// yet, or could not judge.
  public OptionalInt preference(Case given, ChatReply reply) {
    List<ChatRequest> requests = requests(given, reply);
    int sum = 0;
    for (int i = 0; i < requests.size(); i++) {
      Optional<Judgement> one = judgement(content(requests.get(i)), i);
      if (one.isEmpty() || one.get() instanceof Judgement.Unclear) {
        return OptionalInt.empty();
      }
      sum +=
          switch (one.get()) {
            case Judgement.Passed _ -> 1;
            case Judgement.Failed _ -> -1;
            case Judgement.Tied _, Judgement.Unclear _ -> 0;
          };
    }
    return OptionalInt.of(Math.abs(sum) == requests.size() ? Integer.signum(sum) : 0);
  }

  /// What the judge answered about an answer, in the order in which it was asked; for a judging of
  /// one request.
  public List<Answer> answers(Case given, ChatReply reply) {
    return said.getOrDefault(content(requests(given, reply).getFirst()), List.of());
  }

  /// What one answer of the judge means.
  public Judgement meaning(Answer answer) {
    return read(answer, 0);
  }

  private Optional<Judgement> judgement(String content, int request) {
    Optional<Judgement> last = Optional.empty();
    List<Answer> answers = said.getOrDefault(content, List.of());
    for (Answer answer : answers) {
      Judgement one = read(answer, request);
      if (!(one instanceof Judgement.Unclear)) {
        return Optional.of(one);
      }
      last = Optional.of(one);
    }
    int tries = answers.size() - excused.getOrDefault(content, 0);
    return tries >= JudgePrompt.TRIES ? last : Optional.empty();
  }

  private Judgement read(Answer answer, int request) {
    return switch (answer) {
      case Answer.Reply(var reply, _) -> prompt.read(reply, request);
      case Answer.Failure failure -> new Judgement.Unclear(failure.detail());
      case Answer.Recorded _ -> new Judgement.Unclear("a record judges nothing");
    };
  }

  /// What the judge is to be asked next about an answer; empty when its grade is known.
  public List<Trial> trials(Case given, ChatReply reply) {
    var trials = new ArrayList<Trial>();
    List<ChatRequest> requests = requests(given, reply);
    for (int i = 0; i < requests.size(); i++) {
      String content = content(requests.get(i));
      if (judgement(content, i).isEmpty()) {
        trials.add(trial(given, requests.get(i), content));
      }
    }
    return trials;
  }

  private Trial trial(Case given, ChatRequest request, String content) {
    int repeat = said.getOrDefault(content, List.of()).size();
    var key = new TrialKey(setting, content, repeat);
    var question = new Question(asked.name(), given.id(), repeat, request);
    return new Trial(key, asked, model, given, 0, question);
  }

  /// How many requests it takes to judge an answer, unless it could not.
  public int callsPerAnswer() {
    return prompt.requests();
  }

  /// All that could be asked about an answer of so many signs, to tell what it can cost at most.
  public List<Trial> most(Case given, int signs) {
    var trials = new ArrayList<Trial>();
    for (ChatRequest request :
        prompt.requests(given, question(given), "x".repeat(signs), model.settings())) {
      for (int i = 0; i < JudgePrompt.TRIES; i++) {
        trials.add(trial(given, request, content(request)));
      }
    }
    return trials;
  }

  private List<ChatRequest> requests(Case given, ChatReply reply) {
    return prompt.requests(given, question(given), JudgePrompt.answered(reply), model.settings());
  }

  private String question(Case given) {
    return JudgePrompt.asked(job.prompt().fill(given));
  }

  private static String content(ChatRequest request) {
    var digest = new Digest().add("judged/1");
    request
        .messages()
        .forEach(
            message -> digest.add(message.role().name()).add(JudgePrompt.asked(List.of(message))));
    return digest.hex();
  }
}
