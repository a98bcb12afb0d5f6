package dev.metier.catalog;

import dev.metier.job.Money;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The dated list of vendors' prices that is shipped with the program: facts copied from public
/// price lists, each with its source and date. Immutable.
public final class PriceTable {
  private static final String RESOURCE = "prices.json";
  private static final PriceTable NONE = new PriceTable("", Map.of(), Map.of());

  /// When the list was made, `2026-11-22`.
  private final String date;

  private final Map<String, Price.PerToken> prices;
  private final Map<String, Long> longest;

  private PriceTable(String date, Map<String, Price.PerToken> prices, Map<String, Long> longest) {
    this.date = date;
    this.longest = Map.copyOf(longest);
    this.prices = Collections.unmodifiableMap(prices);
  }

  /// The table in this program; read at the first call.
  public static PriceTable shipped() {
    return Shipped.TABLE;
  }

  /// A table without prices.
  public static PriceTable empty() {
    return NONE;
  }

  /// The price of a vendor's model, when it is in the list.
  public Optional<Price.PerToken> of(ProviderKind kind, String id) {
    return Optional.ofNullable(prices.get(kind.word() + "/" + id));
  }

  /// The most tokens that a vendor's model writes for one answer, when it is in the list.
  public OptionalLong longestOutput(ProviderKind kind, String id) {
    Long told = longest.get(kind.word() + "/" + id);
    return told == null ? OptionalLong.empty() : OptionalLong.of(told);
  }

  /// The ids of this vendor's models in the list.
  public Collection<String> ids(ProviderKind kind) {
    String start = kind.word() + "/";
    return prices.keySet().stream()
        .filter(name -> name.startsWith(start))
        .map(name -> name.substring(start.length()))
        .toList();
  }

  public String date() {
    return date;
  }

  /// Holds the table, so that it is read only when a price is asked for.
  private static final class Shipped {
    static final PriceTable TABLE = read();

    private static PriceTable read() {
      try (InputStream in = PriceTable.class.getResourceAsStream(RESOURCE)) {
        if (in == null) {
          throw new IllegalStateException(RESOURCE + " is missing");
        }
        try (JsonParser json =
            JsonFactory.builder().build().createParser(ObjectReadContext.empty(), in)) {
          json.nextToken();
          return of(object(value(json)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static PriceTable of(Map<String, Object> file) {
      String date = String.valueOf(file.get("extracted_at"));
      var sources = object(file.getOrDefault("sources", Map.of()));
      var prices = new TreeMap<String, Price.PerToken>();
      var longest = new HashMap<String, Long>();
      if (file.get("models") instanceof List<?> models) {
        for (Object each : models) {
          var model = object(each);
          String name = model.get("provider") + "/" + model.get("id");
          prices.put(name, price(model, sources, date));
          if (model.get("max_output") instanceof BigDecimal tokens) {
            longest.put(name, tokens.longValueExact());
          }
        }
      }
      return new PriceTable(date, prices, longest);
    }

    private static Price.PerToken price(
        Map<String, Object> model, Map<String, Object> sources, String date) {
      var usd = object(model.getOrDefault("usd_per_mtok", Map.of()));
      var source = object(sources.getOrDefault(String.valueOf(model.get("source")), Map.of()));
      String told =
          "price list of "
              + date
              + " ("
              + source.get("name")
              + " "
              + source.get("version")
              + ", as of "
              + model.get("as_of")
              + ")";
      return new Price.PerToken(
          money(usd, "input"), money(usd, "output"), cached(usd), longPrompt(model), told);
    }

    private static Optional<Price.LongPrompt> longPrompt(Map<String, Object> model) {
      if (!(model.get("tiers") instanceof List<?> tiers) || tiers.isEmpty()) {
        return Optional.empty();
      }
      var tier = object(tiers.getFirst());
      var above = (BigDecimal) tier.getOrDefault("prompt_tokens_above", BigDecimal.ZERO);
      return Optional.of(
          new Price.LongPrompt(
              above.longValueExact(), money(tier, "input"), money(tier, "output"), cached(tier)));
    }

    /// What is not known to be cheaper costs as much as any other input.
    private static Money cached(Map<String, Object> usd) {
      return usd.get("cache_read") instanceof BigDecimal price
          ? Money.usd(price)
          : money(usd, "input");
    }

    private static Money money(Map<String, Object> usd, String name) {
      if (usd.get(name) instanceof BigDecimal price) {
        return Money.usd(price);
      }
      throw new IllegalStateException(RESOURCE + " lacks a price: " + name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
      return (Map<String, Object>) value;
    }

    /// The value the parser stands on, as maps, lists, texts and numbers; `false` for null.
    private static Object value(JsonParser json) {
      return switch (json.currentToken()) {
        case START_OBJECT -> {
          var map = new TreeMap<String, Object>();
          while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            map.put(name, value(json));
          }
          yield map;
        }
        case START_ARRAY -> {
          var list = new ArrayList<Object>();
          while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(json));
          }
          yield list;
        }
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new BigDecimal(json.getString());
        case VALUE_TRUE -> true;
        case VALUE_FALSE, VALUE_NULL -> false;
        default -> json.getString();
      };
    }
  }
}
