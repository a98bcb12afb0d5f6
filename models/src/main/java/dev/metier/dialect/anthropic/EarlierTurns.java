package dev.metier.dialect.anthropic;

import dev.metier.dialect.Dialect.Passable;
import dev.metier.dialect.ThoughtSignature;
import dev.metier.wire.Bytes;
import dev.metier.wire.Fields;
import dev.metier.wire.Fields.Field;
import dev.metier.wire.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The turns in a Messages request that goes through, of which other models may have said some.
/// Reasoning that Anthropic did not sign is cut out, and ids of calls are made unique; every other
/// byte stays, so that Anthropic's cache holds. Not thread-safe.
final class EarlierTurns {
  private final Fields request;
  private final byte[] json;
  private final UniqueIds ids = new UniqueIds();
  private final List<Edit> edits = new ArrayList<>();
  private boolean cut;
  private boolean openCalls;
  private int at;

  /// Bytes that become others.
  private record Edit(int from, int to, String text) {}

  private record Range(int from, int to) {}

  /// A block of a turn, as far as it matters here.
  private record Block(int from, int to, String type, Optional<Field> id, String signature) {
    boolean isForeign() {
      return type.equals("thinking")
          && (signature.isBlank() || signature.startsWith(ThoughtSignature.MARK));
    }

    boolean isThought() {
      return type.equals("thinking") || type.equals("redacted_thinking");
    }
  }

  /// What was found of a turn.
  private static final class Turn {
    private boolean assistant;
    private List<Block> blocks = List.of();
  }

  /// What was found of a block.
  private static final class Found {
    private String type = "";
    private String signature = "";
    private Optional<Field> id = Optional.empty();
  }

  private EarlierTurns(Fields request) {
    this.request = request;
    this.json = request.json();
  }

  /// The request as Anthropic takes it.
  static Passable passable(Fields request) {
    var turns = new EarlierTurns(request);
    try {
      request.field("messages").filter(turns::concerns).ifPresent(turns::messages);
    } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
      // what cannot be read is for Anthropic to refuse
      return new Passable(request, List.of());
    }
    return turns.changed();
  }

  private boolean concerns(Field messages) {
    return json[messages.from()] == '['
        && (request.mayHold("thinking") || request.mayHold("tool_use"));
  }

  private void messages(Field messages) {
    at = messages.from();
    List<Range> all = new ArrayList<>();
    List<Range> gone = new ArrayList<>();
    each(() -> {
      int from = at;
      boolean empty = message();
      all.add(new Range(from, at));
      if (empty) {
        gone.add(all.getLast());
      }
    });
    cut(all, gone);
  }

  /// Reads a turn; true when nothing is left of it.
  private boolean message() {
    var turn = new Turn();
    eachField(name -> {
      if (name.equals("content") && json[at] == '[') {
        turn.blocks = blocks();
      } else {
        int from = at;
        skip();
        turn.assistant |= name.equals("role") && text(from).equals("assistant");
      }
    });
    List<Block> foreign = turn.blocks.stream().filter(Block::isForeign).toList();
    cut |= !foreign.isEmpty();
    boolean empty = !foreign.isEmpty() && foreign.size() == turn.blocks.size();
    if (!empty) {
      cut(ranges(turn.blocks), ranges(foreign));
    }
    if (turn.assistant) {
      boolean thought = turn.blocks.stream().anyMatch(b -> b.isThought() && !b.isForeign());
      openCalls =
          !foreign.isEmpty()
              && !thought
              && turn.blocks.stream().anyMatch(block -> block.type.equals("tool_use"));
    }
    return empty;
  }

  private static List<Range> ranges(List<Block> blocks) {
    return blocks.stream().map(block -> new Range(block.from, block.to)).toList();
  }

  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    each(() -> blocks.add(block()));
    return blocks;
  }

  private Block block() {
    int start = at;
    if (json[at] != '{') {
      skip();
      return new Block(start, at, "", Optional.empty(), "");
    }
    var found = new Found();
    eachField(name -> {
      int from = at;
      skip();
      switch (name) {
        case "type" -> found.type = text(from);
        case "signature" -> found.signature = text(from);
        case "id", "tool_use_id" -> found.id = Optional.of(new Field(name, from, from, at));
        default -> {}
      }
    });
    var block = new Block(start, at, found.type, found.id, found.signature);
    switch (block.type) {
      case "tool_use" -> block.id.ifPresent(id -> rename(id, ids.called(text(id.from()))));
      case "tool_result" -> block.id.ifPresent(id -> rename(id, ids.answered(text(id.from()))));
      default -> {}
    }
    return block;
  }

  private void rename(Field id, String name) {
    if (!name.equals(text(id.from()))) {
      edits.add(new Edit(id.from(), id.to(), Json.quoted(name)));
    }
  }

  /// Cuts elements out of their list, each with the comma that is not needed any more.
  private void cut(List<Range> all, List<Range> gone) {
    int kept = 0;
    for (int i = 0; i < all.size(); i++) {
      Range element = all.get(i);
      if (!gone.contains(element)) {
        kept++;
      } else if (kept == 0 && i + 1 < all.size()) {
        edits.add(new Edit(element.from, all.get(i + 1).from, ""));
      } else {
        edits.add(new Edit(kept == 0 ? element.from : all.get(i - 1).to, element.to, ""));
      }
    }
  }

  private Passable changed() {
    if (edits.isEmpty()) {
      return new Passable(request, List.of());
    }
    if (cut && openCalls) {
      // what thinks by a budget must have begun to before its last calls
      request.field("thinking").filter(this::hasBudget).ifPresent(this::leaveOut);
    }
    edits.sort((one, other) -> Integer.compare(one.from, other.from));
    var out = new ByteArrayOutputStream(json.length);
    int done = 0;
    for (Edit edit : edits) {
      // an id in a turn that is cut out is cut out with it
      if (edit.from >= done) {
        out.write(json, done, edit.from - done);
        out.writeBytes(utf8(edit.text));
        done = edit.to;
      }
    }
    out.write(json, done, json.length - done);
    return new Passable(
        Fields.of(out.toByteArray()).orElse(request), cut ? List.of("thinking") : List.of());
  }

  private boolean hasBudget(Field thinking) {
    return request.raw(thinking).contains("\"enabled\"");
  }

  private void leaveOut(Field field) {
    List<Field> all = request.all();
    int place = all.indexOf(field);
    edits.add(
        place + 1 < all.size()
            ? new Edit(field.start(), all.get(place + 1).start(), "")
            : new Edit(place == 0 ? field.start() : all.get(place - 1).to(), field.to(), ""));
  }

  /// Goes through the elements of the list that begins here; each is left behind by `element`.
  private void each(Runnable element) {
    at++;
    for (blanks(); json[at] != ']'; separator()) {
      element.run();
    }
    at++;
  }

  /// Goes through the fields of the object that begins here; each value is left behind by `value`.
  private void eachField(Consumer<String> value) {
    if (json[at] != '{') {
      skip();
      return;
    }
    at++;
    for (blanks(); json[at] != '}'; separator()) {
      String name = text(at);
      skip();
      blanks();
      at++;
      blanks();
      value.accept(name);
    }
    at++;
  }

  private void separator() {
    blanks();
    if (json[at] == ',') {
      at++;
      blanks();
    }
  }

  private void blanks() {
    while (json[at] >= 0 && json[at] <= ' ') {
      at++;
    }
  }

  /// Goes behind the value that begins here.
  private void skip() {
    int depth = 0;
    do {
      switch (json[at]) {
        case '"' -> at = behindString();
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        default -> {
          at++;
          while (depth == 0 && json[at] != ',' && json[at] != '}' && json[at] != ']') {
            at++;
          }
        }
      }
    } while (depth > 0);
  }

  private int behindString() {
    int next = at + 1;
    while (true) {
      int found = Bytes.either(json, next, json.length, '"', '\\');
      if (json[found] == '"') {
        return found + 1;
      }
      next = found + 2;
    }
  }

  /// The string that begins there; empty when it is none.
  private String text(int from) {
    if (json[from] != '"') {
      return "";
    }
    int before = at;
    at = from;
    int to = behindString();
    at = before;
    var raw = new String(json, from, to - from, StandardCharsets.UTF_8);
    return raw.indexOf('\\') < 0
        ? raw.substring(1, raw.length() - 1)
        : Json.value(raw).stringValue("");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
