package dev.metier.pipeline.route;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Settings;
import dev.metier.job.DataClass;
import dev.metier.pipeline.RequestContext;
import dev.metier.policy.ServedStage;
import dev.metier.privacy.Detections;
import dev.metier.privacy.PersonalData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Looks once more at what a stage is told whose class redaction lowered: what is found by its form
/// must not have got through, whatever a model listed.
final class StageGuard {
  private StageGuard() {}

  /// Whether personal data or secrets are in it that its prompt does not have by itself.
  ///
  /// @param data the class that the stage is told
  static boolean holdsPersonalData(
      ChatRequest request, ServedStage stage, DataClass data, RequestContext context) {
    if (data.compareTo(context.findings().data()) >= 0) {
      return false;
    }
    Detections found =
        PersonalData.in(new ChatRequest(request.messages(), List.of(), Settings.NONE));
    Map<String, String> empty = new HashMap<>();
    stage.prompt().variables().forEach(name -> empty.put(name, ""));
    String own =
        String.join(
            "\n", stage.prompt().turns().stream().map(t -> t.template().fill(empty)).toList());
    return !found.unread().isEmpty() || !PersonalData.in(own).kinds().containsAll(found.kinds());
  }
}
