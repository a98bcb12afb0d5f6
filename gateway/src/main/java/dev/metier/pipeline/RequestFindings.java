package dev.metier.pipeline;

import dev.metier.account.RequestBudget;
import dev.metier.account.VirtualKey;
import dev.metier.catalog.Cost;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.journal.RequestRecord.Decision;
import dev.metier.journal.RequestRecord.Skipped;
import dev.metier.journal.RequestRecord.Spent;
import dev.metier.journal.RequestRecord.Stage;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.policy.Policy;
import dev.metier.policy.ServedJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the steps found out about a request. Only for the event loop of its connection.
public final class RequestFindings {
  private final Policy policy;
  private final List<Skipped> skipped = new ArrayList<>();
  private final List<Try> tries = new ArrayList<>();
  private Optional<VirtualKey> key = Optional.empty();
  private String asked = "";
  private @Nullable ServedJob job;
  private DataClass data = DataClass.RESTRICTED;
  private Optional<String> raised = Optional.empty();
  private List<ModelName> allowed = List.of();
  private Optional<RequestBudget> budget = Optional.empty();
  private final List<Spent> spent = new ArrayList<>();
  private List<String> dropped = List.of();
  private Duration queued = Duration.ZERO;
  private Optional<Stage> stage = Optional.empty();
  private Optional<Function<Boolean, Decision>> decision = Optional.empty();

  RequestFindings(Policy policy) {
    this.policy = policy;
  }

  /// The one in force when the request came.
  public Policy policy() {
    return policy;
  }

  public void key(VirtualKey shown) {
    key = Optional.of(shown);
  }

  public Optional<VirtualKey> key() {
    return key;
  }

  /// Whose turn it is in a queue: the key's name, or nobody's.
  public String holder() {
    return key.map(VirtualKey::name).orElse("");
  }

  public void asked(String name) {
    asked = name;
  }

  /// The job's name as the client gave it.
  public String asked() {
    return asked;
  }

  public void job(ServedJob named) {
    job = named;
    data = named.data();
  }

  public ServedJob job() {
    return namedJob().orElseThrow(() -> new IllegalStateException("no step named the job"));
  }

  public Optional<ServedJob> namedJob() {
    return Optional.ofNullable(job);
  }

  public DataClass data() {
    return data;
  }

  public Optional<String> raised() {
    return raised;
  }

  /// Raises the class; it is never lowered.
  public void raise(DataClass to, String why) {
    if (to.compareTo(data) > 0) {
      data = to;
      raised = Optional.of(why);
    }
  }

  public void allowed(List<ModelName> models) {
    allowed = List.copyOf(models);
  }

  /// The models that may read this request, in the order they are tried.
  public List<ModelName> allowed() {
    return allowed;
  }

  public void skip(ModelName which, String why) {
    skipped.add(new Skipped(which.text(), why));
  }

  public List<Skipped> skipped() {
    return skipped;
  }

  public void tried(Try one) {
    tries.add(one);
  }

  public List<Try> tries() {
    return tries;
  }

  public void budget(RequestBudget found) {
    budget = Optional.of(found);
  }

  /// What it may spend; empty when nothing limits that.
  public Optional<RequestBudget> budget() {
    return budget;
  }

  /// Notes what a part of it cost that is not the answer to the client.
  ///
  /// @param part as [Spent] says it
  public void spent(String part, ModelName name, Money cost) {
    spent.add(new Spent(part, name.text(), cost));
    budget.ifPresent(mine -> mine.spend(cost));
  }

  /// Notes what a model was used for to no avail, at its price, where that is known.
  ///
  /// @param part as [Spent] says it
  /// @param took how long it worked
  public void spent(String part, ModelName name, Usage used, Duration took) {
    Pricing.of(policy.model(name).model().price(), used, took)
        .map(Cost::marginal)
        .ifPresent(cost -> spent(part, name, cost));
  }

  /// What was spent on what is not the answer to the client.
  public List<Spent> spent() {
    return spent;
  }

  /// Notes where in its cascade it is answered.
  public void stage(Stage where) {
    stage = Optional.of(where);
  }

  /// Notes how to tell what decided; letters of the request are told only where that is allowed.
  public void decided(Function<Boolean, Decision> told) {
    decision = Optional.of(told);
  }

  /// Where in its route it is answered, and what decided.
  ///
  /// @param spelled whether letters of the request may be told
  public Optional<Stage> stage(boolean spelled) {
    return stage.map(each -> decision.map(told -> each.with(told.apply(spelled))).orElse(each));
  }

  public void queued(Duration time) {
    queued = queued.plus(time);
  }

  public Duration queued() {
    return queued;
  }

  /// Notes what the client asked for and the answering model did not hear of.
  public void dropped(List<String> names) {
    dropped = List.copyOf(names);
  }

  public List<String> dropped() {
    return dropped;
  }
}
