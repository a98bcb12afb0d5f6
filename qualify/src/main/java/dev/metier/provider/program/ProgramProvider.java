package dev.metier.provider.program;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.catalog.Application;
import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.dialect.own.OwnMessages;
import dev.metier.grade.code.CommandFile;
import dev.metier.grade.code.ProgramRun;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import dev.metier.provider.Tokens;
import dev.metier.provider.http.Keys;
import dev.metier.wire.MalformedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// Asks a program: the request on its standard input, the answer on its standard output. It is run
/// anew for every question, and ended with all that it started at the model's time limit.
/// Thread-safe.
///
/// @param keyVariable the variable of the environment that holds its key, which it gets
public record ProgramProvider(Model model, Application.Program program, Set<String> keyVariable)
    implements Provider {

  /// Of a model that is a program.
  public static ProgramProvider open(Model model) {
    if (model.application().isPresent()
        && model.application().get() instanceof Application.Program program) {
      Set<String> key =
          model.key().isPresent() && model.key().get() instanceof KeySource.Environment(var name)
              ? Set.of(name)
              : Set.of();
      return new ProgramProvider(model, program, key);
    }
    throw new IllegalArgumentException(model.name() + " is no program");
  }

  @Override
  public Answer ask(Question question) {
    byte[] request = OwnMessages.request(question.request());
    var run =
        new ProgramRun(
            program.command(), model.timeouts().total(), Set.of(), keyVariable, Optional.empty());
    long start = System.nanoTime();
    return switch (run.with(request)) {
      case ProgramRun.Failed(Cause cause, String what) -> failed(cause, what);
      case ProgramRun.Ended(int code, String _, String said) when code != 0 ->
          failed(Cause.SERVER_ERROR, "ended with exit code " + code + said);
      case ProgramRun.Ended(int _, String output, String _) ->
          answered(question, output, Duration.ofNanos(System.nanoTime() - start));
    };
  }

  private Answer answered(Question question, String output, Duration took) {
    try {
      OwnMessages.Given given = OwnMessages.answer(output, program);
      if (given.answer().isBlank()) {
        return failed(Cause.EMPTY, "gave an empty answer");
      }
      var reply =
          new ChatReply(
              List.of(new Part.Text(given.answer())),
              FinishReason.STOP,
              given.usage().orElse(Usage.NONE));
      return new Answer.Reply(
          Tokens.withUsage(Keys.of(model).redact(reply), question.request()), Timing.of(took));
    } catch (MalformedException e) {
      return failed(Cause.MALFORMED, "gave " + e.getMessage());
    }
  }

  private Failure failed(Cause cause, String what) {
    String told = "the program " + quote(program.command().getFirst()) + " " + what;
    return Failure.of(cause, model.name() + ": " + Keys.of(model).redact(told));
  }

  /// The command, and what is in the files that it names, wherever they are. What they call in turn
  /// is not known.
  @Override
  public Identity identify() {
    Map<String, String> facts = new TreeMap<>();
    List<String> command = program.command();
    for (int i = 0; i < command.size(); i++) {
      facts.put("command." + i, command.get(i));
    }
    for (CommandFile file : CommandFile.of(command)) {
      facts.put("command." + file.index(), file.path().getFileName().toString());
      file.hash().ifPresent(hash -> facts.put("sha256." + file.index(), hash));
    }
    program.at().ifPresent(at -> facts.put("at", at));
    return new Identity(
        new Fingerprint(facts, Set.of()),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        trouble());
  }

  private Optional<String> trouble() {
    return Keys.of(model) instanceof Keys.Missing(String sentence)
        ? Optional.of(sentence)
        : Optional.empty();
  }

  @Override
  public void close() {}
}
