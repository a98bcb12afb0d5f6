package dev.metier.dialect.anthropic;

import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.ModelProfile.Thinking;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.SamplingHints;
import dev.metier.dialect.ThoughtSignature;
import dev.metier.dialect.Vocabulary;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// How a model of Anthropic's is told to think.
///
/// @param newer whether the version of the API is one that knows no budget
/// @param never whether its server refused to be told
record AnthropicThinking(ModelProfile profile, boolean newer, boolean never) {
  static final int LEAST_REASONING = 1024;

  /// @param choice of a tool, as far as the model takes it
  void write(ChatRequest request, String choice, ObjectNode body) {
    SamplingHints hints = request.hints();
    if (begins(request, choice)) {
      begin(request, body);
    } else if (profile.thinkingStops()
        && isAdaptive(hints)
        && Vocabulary.reasons(hints).filter(on -> !on).isPresent()) {
      body.putObject("thinking").put("type", "disabled");
    }
  }

  boolean isAdaptive(SamplingHints hints) {
    return switch (profile.thinking()) {
      case ADAPTIVE -> true;
      case BUDGET_OR_ADAPTIVE -> hints.reasoningTokens().isEmpty() || newer;
      case NONE, BUDGET, EFFORT, LEVEL, TEMPLATE -> newer;
    };
  }

  /// Whether the model can be told to reason: it cannot while it is bound to call a tool, while it
  /// is to go on with an answer, or, before it decided for itself, without room for it or when the
  /// reasoning before its last calls is gone.
  boolean begins(ChatRequest request, String choice) {
    SamplingHints hints = request.hints();
    boolean wanted =
        Vocabulary.reasons(hints)
            .orElse(hints.effort().isPresent() || hints.reasoningTokens().isPresent());
    boolean can = profile.thinking() != Thinking.NONE;
    boolean bound = !AnthropicMessages.UNFORCED.contains(choice);
    if (!can || !wanted || bound || never || request.messages().isEmpty()) {
      return false;
    }
    if (profile.prefill() && request.messages().getLast().role() == Role.ASSISTANT) {
      return false;
    }
    boolean room = request.settings().maxTokens().orElse(Integer.MAX_VALUE) >= 2 * LEAST_REASONING;
    return isAdaptive(hints) || (room && !goneBeforeCalls(request.messages()));
  }

  private static boolean goneBeforeCalls(List<Message> messages) {
    boolean results = false;
    for (Message message : messages.reversed()) {
      if (message.role() == Role.ASSISTANT) {
        return results && message.parts().stream().noneMatch(AnthropicThinking::isSealed);
      }
      results |= message.parts().stream().anyMatch(Part.ToolResult.class::isInstance);
    }
    return false;
  }

  static boolean isSealed(Part part) {
    return part instanceof Part.Sealed
        || (part instanceof Part.Thinking thinking
            && ThoughtSignature.unmarked(thinking).isPresent());
  }

  private void begin(ChatRequest request, ObjectNode body) {
    SamplingHints hints = request.hints();
    // one that reasons samples as its maker chose
    AnthropicMessages.SAMPLING.forEach(body::remove);
    if (isAdaptive(hints)) {
      body.putObject("thinking").put("type", "adaptive");
      hints
          .effort()
          .map(effort -> effort.equals("minimal") ? "low" : effort)
          .ifPresent(effort -> body.withObject("output_config").put("effort", effort));
      return;
    }
    int tokens = Math.max(LEAST_REASONING, Vocabulary.reasoningTokens(hints));
    int most = body.path("max_tokens").asInt();
    tokens = Math.min(tokens, most - LEAST_REASONING);
    body.putObject("thinking").put("type", "enabled").put("budget_tokens", tokens);
  }
}
