package dev.metier.dialect.own;

import dev.metier.catalog.Application;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Usage;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.TokenCounts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The form in which an address of the team's own is asked, and answers, whole.
public record OwnFormat(Application.Endpoint application) implements Dialect {
  @Override
  public String path(String model, boolean stream) {
    return "";
  }

  @Override
  public Set<String> without() {
    return Set.of();
  }

  @Override
  public Optional<Passthrough> passthrough(String protocol) {
    return Optional.empty();
  }

  @Override
  public Usage readUsage(JsonNode usage) {
    return TokenCounts.openAi(usage).usage();
  }

  @Override
  public byte[] writeRequest(ChatRequest request, String model, boolean stream) {
    return application
        .body()
        .map(form -> OwnMessages.request(form, request))
        .orElseGet(() -> OwnMessages.request(request));
  }

  @Override
  public List<String> cannotExpress(ChatRequest request) {
    return List.of();
  }

  @Override
  public StreamReader reader() {
    return new OwnReader(application);
  }
}
