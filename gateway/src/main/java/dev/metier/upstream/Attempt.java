package dev.metier.upstream;

import dev.metier.chat.ChatReply;
import dev.metier.chat.Usage;
import dev.metier.protocol.Refusal;
import dev.metier.provider.Answer.Failure;
import java.util.List;
import java.util.Optional;

/// One try to have a request answered by one model. Only for the event loop of its request.
public interface Attempt {
  /// Hears what comes of it; exactly one of [#complete], [#failed] and [#refused] is called, unless
  /// the try is cancelled.
  interface Listener {
    /// Takes bytes for the client.
    void bytes(byte[] bytes);

    /// Counts memory that the answer takes until it is handed on. False when there is none; then
    /// the request is over, and so is this try.
    boolean hold(long bytes);

    /// Gives back memory of an answer that comes to nothing.
    void release(long bytes);

    void complete(Usage usage);

    /// Takes the failure.
    ///
    /// @param begun whether bytes for the client came before it
    void failed(Failure failure, boolean begun);

    /// The request cannot be put to this model.
    void refused(Refusal refusal);
  }

  /// Keeps what the answer says, beside what is handed on; before it begins.
  void keepReply();

  /// What the answer says, once it is complete; empty when it was not to be kept, or cannot be
  /// understood.
  Optional<ChatReply> reply();

  /// The name of the model that the answer says it is of, once it is complete; empty when it was
  /// not to be kept, or does not tell.
  Optional<String> servedModel();

  /// Begins; what comes of it is told to the listener.
  ///
  /// @throws dev.metier.protocol.RefusedException when the request cannot be put to this model
  void start();

  /// Ends it at the server too; the listener hears nothing more.
  void cancel();

  /// Asks for no more bytes for now.
  void pause();

  void resume();

  /// Whether the model was handed the request, at least in part.
  boolean sent();

  /// A refusal as the last event of the stream that has begun, where the client's protocol must
  /// know what came before it; empty for the others.
  Optional<byte[]> closingError(Refusal refusal);

  /// What the client asked for and this model does not hear of; empty while nothing was written.
  List<String> dropped();

  /// What was used until now, as far as it is known.
  Usage usageSoFar();

  /// About how many tokens came, by our own count.
  long delivered();
}
