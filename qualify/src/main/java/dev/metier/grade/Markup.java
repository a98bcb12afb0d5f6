package dev.metier.grade;

import dev.metier.chat.ChatReply;
import dev.metier.chat.Part;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Markup of a model's own that its server left in the text: the server's chat template or parser
/// does not know the model.
///
/// @param text the mark itself
public record Markup(Kind kind, String text) {
  /// What a mark belongs to.
  public enum Kind {
    THINKING(
        "</?(?:\\w{1,20}:)?(?:think|thinking|thought|thoughts|reasoning|reflection|scratchpad"
            + "|inner_monologue)(?:\\s[^<>]{0,100})?/?>"
            + "|\\[/?THINK\\]|◁/?think▷|<\\|(?:START|END)_THINKING\\|>"
            + "|<\\|channel\\|?>|<channel\\|>"),
    TOOL_CALL(
        "</?(?:\\w{1,20}:)?(?:tool_calls?|tool_use|tool_response|tool_result|function_calls?"
            + "|function_results?|tools|invoke|arg_key|arg_value)(?:\\s[^<>]{0,100})?/?>"
            + "|<(?:function|parameter|invoke|tool)=[^<>]{0,100}>?|</(?:function|parameter)>"
            + "|\\[/?(?:TOOL_CALLS|TOOL_RESULTS|AVAILABLE_TOOLS|TOOL_CONTENT)\\]"
            + "|<[|｜][^\\s<>|｜]{0,40}(?:tool|call|function)[^\\s<>|｜]{0,40}[|｜]?>"),
    CONTROL_TOKEN(
        "<[|｜][^\\s<>|｜]{1,60}[|｜]>"
            + "|</?(?:start_of_turn|end_of_turn|bos|eos|unused\\d{1,4})>|<turn\\|>|</s>\\s*\\z"
            + "|<<SYS>>|<</SYS>>|\\[/?(?:INST|SYSTEM_PROMPT|gMASK)\\]");

    private final Pattern pattern;

    Kind(String pattern) {
      this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }
  }

  /// The first mark in an answer as a client gets it: also what told reasoning apart here, since
  /// clients that speak the server's own protocol get it where it stood.
  public static Optional<Markup> in(ChatReply reply) {
    for (Part part : reply.parts()) {
      if (part instanceof Part.Thinking(_, _, var mark) && mark.isPresent()) {
        return Optional.of(new Markup(Kind.THINKING, mark.get()));
      }
    }
    return in(reply.text());
  }

  /// The first mark in a text; of several that begin at one place, the most telling kind.
  public static Optional<Markup> in(String text) {
    if (text.indexOf('<') < 0 && text.indexOf('[') < 0 && text.indexOf('◁') < 0) {
      return Optional.empty();
    }
    Optional<Markup> first = Optional.empty();
    int at = text.length();
    for (Kind kind : Kind.values()) {
      Matcher found = kind.pattern.matcher(text);
      if (found.find() && found.start() < at) {
        at = found.start();
        first = Optional.of(new Markup(kind, found.group()));
      }
    }
    return first;
  }
}
