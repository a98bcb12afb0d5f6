package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.models.Model;
import dev.metier.catalog.Price;
import dev.metier.job.Money;
import dev.metier.server.ModelListing.ListedJob;
import dev.metier.server.ModelListing.Shape;
import dev.metier.testing.GoldenFile;
import dev.metier.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Jobs are listed as every kind of client expects models (E5).
class ModelListingTest {
  private static final Instant CREATED = Instant.parse("2026-11-22T12:00:00.5Z");
  private static final ListedJob HOSTED =
      new ListedJob(
          "ticket-triage",
          "Sorts tickets — by team",
          OptionalInt.of(200_000),
          OptionalInt.of(8192),
          CREATED,
          Optional.of(
              new Price.PerToken(
                  Money.usd(3), Money.usd(15), Money.usd(0.3), Optional.empty(), "list")),
          List.of("tools", "structured_outputs", "reasoning"),
          List.of("text", "image"));
  private static final ListedJob LOCAL =
      new ListedJob(
          "summaries",
          "",
          OptionalInt.of(32_768),
          OptionalInt.empty(),
          CREATED,
          Optional.empty(),
          List.of(),
          List.of("text"));
  private static final List<ListedJob> JOBS = List.of(HOSTED, LOCAL);

  @Test
  void everyKindOfClientGetsItsOwnShape() {
    assertThat(ModelListing.shape(false, Map.of())).isEqualTo(Shape.OPENAI);
    assertThat(ModelListing.shape(true, Map.of("limit", "1000"))).isEqualTo(Shape.ANTHROPIC);
    assertThat(ModelListing.shape(false, Map.of("client_version", "1.2.3"))).isEqualTo(Shape.CODEX);
    var text = new StringBuilder();
    for (Shape shape : Shape.values()) {
      text.append(pretty(shape + ", all", ModelListing.all(JOBS, shape, Map.of())));
      text.append(pretty(shape + ", none", ModelListing.all(List.of(), shape, Map.of())));
    }
    for (Shape shape : List.of(Shape.OPENAI, Shape.ANTHROPIC)) {
      text.append(pretty(shape + ", one", ModelListing.one(LOCAL, "claude-summaries", shape)));
    }
    GoldenFile.check(
        Path.of("gateway/src/test/golden/protocol/listing/E5-shapes.expected"), text.toString());
  }

  private static String pretty(String title, byte[] json) {
    String body =
        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(Json.object(json));
    return "# " + title + "\n" + body.replace("\r", "") + "\n";
  }

  @Test
  void theClientsOfBothVendorsUnderstandTheirShape() throws Exception {
    var openAi = com.openai.core.ObjectMappers.jsonMapper();
    var anthropic = com.anthropic.core.ObjectMappers.jsonMapper();
    for (ListedJob job : JOBS) {
      String one = new String(ModelListing.one(job, "j", Shape.OPENAI), StandardCharsets.UTF_8);
      assertThat(openAi.readValue(one, Model.class).validate().id()).isEqualTo("j");
    }
    byte[] page = ModelListing.all(JOBS, Shape.ANTHROPIC, Map.of());
    for (JsonNode entry : Json.object(page).path("data")) {
      var model =
          anthropic.readValue(entry.toString(), com.anthropic.models.models.ModelInfo.class);
      assertThat(model.id()).startsWith("claude-");
      assertThat(model.createdAt().toInstant()).isEqualTo("2026-11-22T12:00:00Z");
      assertThat(model.maxInputTokens()).isPresent();
    }
  }

  @Test
  void pagesOfTheAnthropicShapeJoinUpBothWays() {
    List<ListedJob> many = IntStream.range(0, 45).mapToObj(i -> named("job-" + i)).toList();
    var names = many.stream().map(job -> "claude-" + job.name()).toList();
    assertThat(walk(many, "after_id", "last_id")).isEqualTo(names);
    var backwards = new ArrayList<>(walk(many, "before_id", "first_id"));
    assertThat(backwards).doesNotHaveDuplicates().isSubsetOf(names);
    JsonNode all = page(many, Map.of("limit", "1000"));
    assertThat(all.path("data")).hasSize(45);
    assertThat(all.path("has_more").asBoolean()).isFalse();
    assertThat(page(many, Map.of("limit", "many")).path("data")).hasSize(20);
  }

  private static List<String> walk(List<ListedJob> jobs, String parameter, String field) {
    var names = new ArrayList<String>();
    JsonNode page = page(jobs, Map.of("limit", "7"));
    while (true) {
      List<String> told =
          new ArrayList<>(
              StreamSupport.stream(page.path("data").spliterator(), false)
                  .map(entry -> Json.text(entry, "id"))
                  .toList());
      if (parameter.equals("before_id")) {
        Collections.reverse(told);
      }
      names.addAll(told);
      boolean more = page.path("has_more").asBoolean() && names.size() < jobs.size();
      if (!more || Json.text(page, field).isEmpty()) {
        return names;
      }
      page = page(jobs, Map.of("limit", "7", parameter, Json.text(page, field)));
    }
  }

  private static JsonNode page(List<ListedJob> jobs, Map<String, String> query) {
    return Json.object(ModelListing.all(jobs, Shape.ANTHROPIC, query));
  }

  private static ListedJob named(String name) {
    return new ListedJob(
        name,
        "",
        OptionalInt.empty(),
        OptionalInt.empty(),
        CREATED,
        Optional.empty(),
        List.of(),
        List.of("text"));
  }

  @Test
  void aNameThatIsAlreadyAnthropicsIsLeftAlone() {
    assertThat(page(List.of(named("claude-writer"), named("anthropic.x")), Map.of()).toString())
        .contains("\"claude-writer\"", "\"anthropic.x\"")
        .doesNotContain("claude-claude", "claude-anthropic");
  }

  /// Fields that Codex's own entries have and ours do without.
  private static final List<String> LEFT_OUT =
      List.of(
          "additional_speed_tiers",
          "service_tiers",
          "model_messages",
          "include_skills_usage_instructions",
          "include_plugin_usage_instructions",
          "include_apps_usage_instructions",
          "web_search_tool_type",
          "supports_image_detail_original",
          "comp_hash",
          "supports_experimental_context",
          "use_responses_lite",
          "supports_reasoning_effort_updates",
          "node_repl_auto_review_required",
          "node_repl_disabled");

  @Test
  void anEntryForCodexHasTheFieldsOfItsOwn() throws IOException {
    Path shape = Path.of("gateway/src/test/golden/protocol/listing/codex-entry.json");
    JsonNode own = Json.object(Files.readAllBytes(shape));
    JsonNode ours =
        Json.object(ModelListing.all(JOBS, Shape.CODEX, Map.of())).path("models").path(0);
    assertThat(ours.propertyNames())
        .containsAll(own.propertyNames().stream().filter(n -> !LEFT_OUT.contains(n)).toList());
    assertThat(ours.path("context_window").asInt()).isEqualTo(200_000);
  }
}
