package dev.metier.upstream;

import dev.metier.call.CallLimits;
import dev.metier.catalog.Locality;
import dev.metier.catalog.Model;
import dev.metier.chat.Usage;
import dev.metier.dialect.RemoteModel;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.WireError;
import dev.metier.protocol.Refusal;
import dev.metier.wire.Bytes;
import dev.metier.wire.Fields;
import dev.metier.wire.MalformedException;
import dev.metier.wire.Pieces;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Hands on an answer that nobody streams: once it is all there and was looked at. Long embeddings
/// are handed on as they come, since a thousand of them are 30 MB. Not thread-safe.
final class WholeRelay implements Relay {
  /// A million tokens; what is translated takes many times its size while it is read and written.
  private static final int TRANSLATED_LIMIT = 4 << 20;

  private static final int TRANSLATED_FORMS = 8;

  /// What is looked at before the rest is handed on unseen.
  private static final int BEGINNING = 64 << 10;

  /// In how much at the end the usage is looked for.
  private static final int END = 4 << 10;

  private static final byte[] NOTHING = new byte[0];
  private static final byte[] DATA = UsageTap.Text.of("\"data\"");
  private static final byte[] REMOTE = UsageTap.Text.of("\"remote_");
  private static final byte[] USAGE = UsageTap.Text.of("\"usage\"");

  private final DialectBridge interpreter;
  private final boolean events;
  private final Pieces pieces = new Pieces();
  private long length;
  private byte[] end = NOTHING;
  private boolean answering;
  private boolean passing;
  private boolean finished;
  private Optional<WireError> error = Optional.empty();
  private Usage usage = Usage.NONE;
  private Optional<String> elsewhere = Optional.empty();

  /// @param events whether the model streams although nobody asked it to
  WholeRelay(DialectBridge interpreter, boolean events) {
    this.interpreter = interpreter;
    this.events = events;
  }

  private boolean forwards() {
    return interpreter.forwards() && !events;
  }

  @Override
  public byte[] read(byte[] chunk) {
    if (passing) {
      remember(chunk);
      return chunk;
    }
    int limit = forwards() ? CallLimits.ANSWER : TRANSLATED_LIMIT;
    if (chunk.length > limit - pieces.size()) {
      throw new MalformedException(CallLimits.tooLarge(limit));
    }
    int before = pieces.size();
    length += chunk.length;
    answering = answering || !isBlank(chunk);
    pieces.add(chunk);
    boolean looks = before <= BEGINNING && pieces.size() > BEGINNING;
    return looks && forwards() && interpreter.embeds() ? begin() : NOTHING;
  }

  /// Hands on what came, if it is a list of embeddings.
  private byte[] begin() {
    byte[] beginning = pieces.joined();
    int data = UsageTap.Text.find(beginning, 0, beginning.length, DATA);
    int list = Bytes.find(beginning, Math.max(0, data), beginning.length, '[');
    passing = beginning[0] == '{' && data >= 0 && list >= 0 && list - data < DATA.length + 8;
    if (passing) {
      remember(beginning);
      return named(beginning, data);
    }
    pieces.add(beginning);
    return NOTHING;
  }

  /// The beginning under the name that the client asked for, where the model's stands before data.
  private byte[] named(byte[] beginning, int data) {
    int name = UsageTap.Text.text(beginning, 0, data, UsageTap.Text.MODEL);
    if (name < 0) {
      return beginning;
    }
    int end = UsageTap.Text.endOfString(beginning, name, data);
    return Buffer.buffer()
        .appendBytes(beginning, 0, name)
        .appendBytes(interpreter.name())
        .appendBytes(beginning, end, beginning.length - end)
        .getBytes();
  }

  private void remember(byte[] chunk) {
    int old = Math.max(0, Math.min(end.length, END - chunk.length));
    byte[] last =
        Arrays.copyOfRange(end, end.length - old, end.length + Math.min(END, chunk.length));
    int from = Math.max(0, chunk.length - END);
    System.arraycopy(chunk, from, last, old, chunk.length - from);
    end = last;
  }

  @Override
  public byte[] end() {
    if (passing) {
      finished = UsageTap.Text.endOfObject(end, 0, end.length) >= 0;
      usage = usageAtTheEnd();
      return NOTHING;
    }
    byte[] whole = pieces.joined();
    elsewhere = elsewhere(whole);
    DialectBridge.Whole answer = interpreter.whole(whole, events);
    error = answer.error();
    usage = answer.usage();
    finished = error.isEmpty();
    return finished ? answer.bytes() : NOTHING;
  }

  private Optional<String> elsewhere(byte[] body) {
    Model model = interpreter.speech().model();
    boolean said = Bytes.find(body, 0, body.length, REMOTE) >= 0;
    if (!said || !Locality.isOwnServer(model.kind(), model.address())) {
      return Optional.empty();
    }
    if (events) {
      StreamReader reader = interpreter.speech().dialect().reader();
      reader.read(body);
      return reader.elsewhere();
    }
    return Fields.of(body)
        .flatMap(all -> all.text(RemoteModel.HOST).or(() -> all.text(RemoteModel.MODEL)))
        .filter(where -> !where.isEmpty());
  }

  private Usage usageAtTheEnd() {
    int at = UsageTap.Text.find(end, 0, end.length, USAGE);
    int from = at < 0 ? -1 : Bytes.find(end, at, end.length, '{');
    try {
      return from < 0 ? Usage.NONE : interpreter.told(object(from));
    } catch (IllegalArgumentException e) {
      // it is no object: then our own count stands
      return Usage.NONE;
    }
  }

  private String object(int from) {
    int depth = 0;
    int to = from;
    do {
      depth += end[to] == '{' ? 1 : end[to] == '}' ? -1 : 0;
      to++;
    } while (depth > 0 && to < end.length);
    return new String(end, from, to - from, StandardCharsets.UTF_8);
  }

  /// Some servers send blanks to keep the connection while the model works.
  private static boolean isBlank(byte[] chunk) {
    for (byte b : chunk) {
      if (b > ' ' || b < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean answering() {
    return answering;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public Optional<WireError> error() {
    return error;
  }

  @Override
  public Optional<String> elsewhere() {
    return elsewhere;
  }

  @Override
  public Optional<byte[]> closingError(Refusal refusal) {
    return Optional.empty();
  }

  @Override
  public long held() {
    return (long) pieces.size() * (forwards() ? 1 : TRANSLATED_FORMS);
  }

  @Override
  public Usage usage() {
    return usage;
  }

  @Override
  public long delivered() {
    return UsageTap.tokens(length);
  }
}
