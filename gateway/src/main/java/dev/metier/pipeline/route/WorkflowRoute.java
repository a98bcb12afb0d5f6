package dev.metier.pipeline.route;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Usage;
import dev.metier.check.CheckResult;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.job.Workflow;
import dev.metier.journal.RequestRecord.Stage;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.pipeline.PromptCount;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.RequestPipeline;
import dev.metier.pipeline.cascade.CascadeWatch;
import dev.metier.policy.Route;
import dev.metier.policy.ServedStage;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.RefusedException;
import dev.metier.protocol.ReplyEvents;
import dev.metier.protocol.SubProtocol;
import dev.metier.protocol.messages.Messages;
import dev.metier.upstream.Incoming;
import dev.metier.workflow.WorkflowRun;
import dev.metier.workflow.WorkflowStep;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One stage after the other, each told the input and the answers that it uses. Answers are read
/// whole and handed on; that of the last stage is sent on as it comes, unless something is still to
/// be done with it. Where a stage's model does not answer another one does that is FIT for its job,
/// and the client is told, since the whole is not proven so. A stage that nobody answers ends the
/// request: nothing half done is given away.
final class WorkflowRoute implements RouteExecutor, StageCall.Listener {
  static final String WORD = "workflow";
  private static final String CHECK = "x-metier-check";
  private static final String FALLBACK = "x-metier-fallback";
  private static final String GONE = "client_gone";

  private final RequestContext context;
  private final RouteServices services;
  private final Route.Workflow flow;
  private final Map<String, DataClass> reads;
  private final boolean live;
  private final Map<String, HeldCall> answers = new HashMap<>();
  private final Map<String, ModelName> fallbacks = new LinkedHashMap<>();
  private @Nullable WorkflowRun run;
  private @Nullable WorkflowRequest request;
  private @Nullable Incoming incoming;
  private WorkflowStep.@Nullable Ask asked;
  private @Nullable StageCall current;
  private @Nullable SingleRoute last;
  private @Nullable AnswerLook checking;

  WorkflowRoute(RequestContext context, RouteServices services, Route.Workflow flow) {
    this.context = context;
    this.services = services;
    this.flow = flow;
    this.reads = flow.reads(context.findings().job().data(), context.findings().data());
    this.live = WorkflowRequest.isLive(flow);
  }

  @Override
  public void start() {
    if (context.request().protocol() instanceof SubProtocol) {
      other();
      return;
    }
    request = WorkflowRequest.of(context, live);
    if (RouteDecision.isAsked(context)) {
      RouteDecision.answer(
          context, new CascadeStart.Beginning(flow.models(), checked(), WORD, proof(), false));
      return;
    }
    context.request().http().response().closeHandler(nothing -> gone());
    context.end().whenOver(this::stop);
    MostCost.holdWorkflow(flow, context);
    var vertx = context.request().loop().vertx();
    long timer =
        vertx.setTimer(
            Math.max(1, flow.deadline().toMillis()),
            passed -> RequestPipeline.guarded(context, this::tooLate));
    context.end().whenOver(() -> vertx.cancelTimer(timer));
    var begun =
        new WorkflowRun(
            flow.plain(),
            flow.stages().stream().map(ServedStage::prompt).toList(),
            flow.input(),
            request.input());
    run = begun;
    take(begun.step());
  }

  /// The models of stages whose answers are checked, but for chains that are not the proven ones
  /// any more.
  private List<Route.CheckedModel> checked() {
    return flow.stages().stream()
        .flatMap(stage ->
            stage
                .chain()
                .filter(chain -> watch(stage, chain).alarmed().isEmpty())
                .map(chain -> new Route.CheckedModel(stage.model(), chain.checks()))
                .stream())
        .toList();
  }

  /// What was proved of the whole, and which chains of it are not the proven ones any more.
  private String proof() {
    var told = new StringBuilder(flow.proof());
    for (ServedStage stage : flow.stages()) {
      stage
          .chain()
          .flatMap(chain -> watch(stage, chain).alarmed())
          .ifPresent(why ->
              told.append(" Stage ")
                  .append(stage.name())
                  .append("'s chain is EXPIRED: ")
                  .append(why)
                  .append('.'));
    }
    return told.toString();
  }

  /// A prompt is counted as it comes; nothing else is a workflow's work.
  private void other() {
    if (!context.request().protocol().equals(Messages.COUNT_TOKENS)) {
      throw new RefusedException(
          Refusal.of(
              Reason.UNSUPPORTED,
              "A workflow takes no " + context.request().protocol().word() + "."));
    }
    PromptCount.estimate(context);
  }

  private void take(WorkflowStep step) {
    switch (step) {
      case WorkflowStep.Ask ask -> ask(ask);
      case WorkflowStep.Look look -> look(look);
      case WorkflowStep.Done(ChatReply answer, List<String> marks) -> release(answer, marks);
      case WorkflowStep.Failed failed -> fail(failed);
    }
  }

  // Asking ---------------------------------------------------------------------------------------

  private void ask(WorkflowStep.Ask ask) {
    asked = ask;
    ServedStage stage = flow.stages().get(ask.index());
    boolean isLast = ask.index() == flow.stages().size() - 1;
    DataClass data = reads.getOrDefault(stage.name(), DataClass.RESTRICTED);
    context.end().during("Stage " + stage.name());
    context.findings().stage(at("none"));
    ParsedRequest composed = told().stage(stage, ask.messages(), isLast);
    if (StageGuard.holdsPersonalData(composed.request(), stage, data, context)) {
      refuse(
          Reason.DATA_CLASS_BLOCKED,
          "personal data is left in what was redacted, so that it was sent nowhere.");
      return;
    }
    List<ModelName> models =
        models(ask, stage).stream().filter(name -> mayAsk(name, data)).toList();
    var all = context.incoming().composed(composed, data);
    incoming = all;
    if (models.isEmpty()) {
      refuse(Reason.DATA_CLASS_BLOCKED, "no model of it may be asked for this.");
    } else if (isLast && live) {
      header("none");
      boolean asProven = models.getFirst().equals(proven()) && fallbacks.isEmpty();
      String word = asProven ? WORD : SingleRoute.FALLBACK;
      last = new SingleRoute(context, services.servers(), models, word, all, this::answeredBy);
      last.start();
    } else {
      var doing = new StageCall.Doing(models, proven(), checking(ask), all);
      current = new StageCall(context, services, doing, this);
      current.start();
    }
  }

  /// Those that may do a stage in this round. A chain that is not the proven one any more has only
  /// its later model left.
  private List<ModelName> models(WorkflowStep.Ask ask, ServedStage stage) {
    boolean expired =
        ask.instead().isEmpty()
            && stage.chain().filter(chain -> watch(stage, chain).alarmed().isPresent()).isPresent();
    return flow.models(stage, ask.instead()).stream()
        .filter(name -> !expired || !name.equals(stage.model()))
        .toList();
  }

  private CascadeWatch watch(ServedStage stage, ServedStage.Chain chain) {
    return services.watch(
        context.findings().job().name(), stage, chain, context.findings().policy());
  }

  /// The chain that does this round, if one does.
  private Optional<StageCall.Checking> checking(WorkflowStep.Ask ask) {
    ServedStage stage = flow.stages().get(ask.index());
    return stage
        .chain()
        .filter(_ -> ask.instead().isEmpty())
        .map(chain -> new StageCall.Checking(chain, watch(stage, chain), ask.round() == 1));
  }

  private boolean mayAsk(ModelName name, DataClass data) {
    return context.findings().allowed().contains(name)
        && context.findings().policy().model(name).model().mayRead(data);
  }

  /// The model that the workflow was proven with at the stage that is asked.
  private ModelName proven() {
    WorkflowStep.Ask ask = present(asked);
    return ask.instead().orElseGet(() -> flow.stages().get(ask.index()).model());
  }

  /// Notes that the stage that is asked is not done as it was proven.
  private void fellBack(ModelName model) {
    fallbacks.put(present(asked).stage().name(), model);
    context.findings().stage(at("none"));
  }

  /// The last stage's answer is about to go to the client.
  private void answeredBy(ModelName model) {
    if (!model.equals(proven())) {
      fellBack(model);
    }
    fallbackHeader();
  }

  /// Tells the client which stages were not done as it was proven.
  private void fallbackHeader() {
    if (!fallbacks.isEmpty()) {
      context.end().response().header(FALLBACK, String.join(",", fallbacks.keySet()));
    }
  }

  @Override
  public void answered(HeldCall call, boolean fallback) {
    WorkflowStep.Ask ask = present(asked);
    String name = ask.stage().name();
    if (fallback) {
      fellBack(call.model());
    }
    String said = name + ", round " + ask.round() + (fallback ? ", as a fallback" : "");
    context.findings().tried(new Try(call.model().text(), "", Try.STAGE, said, call.took()));
    answers.put(name, call);
    take(present(run).answered(call.reply().orElseThrow()));
  }

  @Override
  public void unanswered(Refusal why) {
    end(why);
  }

  // Checking -------------------------------------------------------------------------------------

  private void look(WorkflowStep.Look look) {
    ChatRequest asking = present(incoming).asked().get().request();
    checking = new AnswerLook(context, services, look.checks(), asking, this::checked);
    checking.start(look.answer());
  }

  private void checked(CheckResult result) {
    take(present(run).checked(result));
  }

  // Ending ---------------------------------------------------------------------------------------

  /// Sends on the answer of the whole: as it was held, unless something was put back into it.
  private void release(ChatReply answer, List<String> marks) {
    String stage = flow.stages().get(Workflow.answering(flow.plain())).name();
    HeldCall held = answers.get(stage);
    if (held == null) {
      throw new IllegalStateException("no answer of " + stage);
    }
    context.end().during("");
    header(marks.isEmpty() ? "pass" : "failed:" + String.join(",", marks));
    fallbackHeader();
    String word = fallbacks.isEmpty() ? WORD : SingleRoute.FALLBACK;
    AnswerHeaders.set(context, held.model(), word, held.dropped());
    boolean same = held.reply().filter(answer::equals).isPresent();
    for (byte[] bytes : same ? held.bytes() : List.of(written(answer))) {
      if (context.request().stream()) {
        context.end().response().stream(bytes);
      } else {
        context.end().response().whole(bytes);
      }
    }
    context.end().paid();
    context.end().complete(held.usage());
  }

  private byte[] written(ChatReply answer) {
    var protocol = context.request().protocol();
    var heading = present(incoming).heading();
    return context.request().stream()
        ? protocol.stream(heading, told().asked()).write(ReplyEvents.of(answer))
        : protocol.writeReply(answer, heading, told().asked());
  }

  /// Tells the client, and the journal, what came of the checks.
  private void header(String check) {
    context.findings().stage(at(check));
    context.end().response().header(CHECK, check);
  }

  /// The stage whose turn it was last.
  private Stage at(String check) {
    var checked = context.findings().stage(false).map(Stage::checked).orElse(List.of());
    return new Stage(present(asked).stage().name(), check).with(fallbacks).with(checked);
  }

  private void fail(WorkflowStep.Failed failed) {
    context.findings().stage(at("failed:" + failed.reason()));
    refuse(
        Reason.CHECK_FAILED,
        "it "
            + failed.kind().words()
            + " ("
            + failed.reason()
            + "); nothing half done is returned.");
  }

  private void refuse(Reason reason, String sentence) {
    end(Refusal.of(reason, sentence));
  }

  private void end(Refusal why) {
    context.end().paid();
    context.end().response().header(StageChoice.HEADER, at("").name());
    context.end().refuse(why);
  }

  /// The time of all stages is up. An answer that is on its way to the client goes on under the
  /// limits of its own model.
  private void tooLate() {
    if (context.end().isOver() || context.end().model().isPresent()) {
      return;
    }
    if (last != null) {
      last.giveUp(StageCall.DEADLINE);
    } else {
      spendCurrent(StageCall.DEADLINE);
    }
    refuse(
        Reason.UPSTREAM_TIMEOUT,
        "it was not done within "
            + flow.deadline().toSeconds()
            + " s, the time limit of the whole workflow.");
  }

  /// The client left: nobody must go on working for it.
  private void gone() {
    if (!context.end().isOver()) {
      spendCurrent(GONE);
      context.end().paid();
      context.end().gone(Usage.NONE);
    }
  }

  private void spendCurrent(String outcome) {
    if (current != null) {
      current.giveUp(outcome);
    }
  }

  /// Ends what is under way; nothing when it has ended by itself.
  private void stop() {
    if (current != null) {
      current.cancel();
    }
    if (checking != null) {
      checking.cancel();
    }
  }

  private WorkflowRequest told() {
    return present(request);
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the workflow has not begun");
    }
    return value;
  }
}
