package dev.metier.journal;

import dev.metier.job.Money;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A journal in memory, which tells its listeners on the thread that offers. Thread-safe.
public final class MemoryJournal implements Journal, JournalReader {
  /// What journals wrote one after the other.
  public static final class Records {
    private final List<RequestRecord> all = new ArrayList<>();

    private synchronized void add(RequestRecord record) {
      all.add(record);
    }

    /// All of them, in order.
    public synchronized List<RequestRecord> all() {
      return List.copyOf(all);
    }
  }

  private final Records records;
  private final List<Consumer<RequestRecord>> listeners;
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean closed;

  public MemoryJournal(Records records, List<Consumer<RequestRecord>> listeners) {
    this.records = records;
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public boolean offer(RequestRecord record) {
    if (closed) {
      dropped.incrementAndGet();
      return false;
    }
    records.add(record);
    for (Consumer<RequestRecord> listener : listeners) {
      try {
        listener.accept(record);
      } catch (RuntimeException itsOwn) {
        // neither the others' nor the journal's matter
      }
    }
    return true;
  }

  @Override
  public long dropped() {
    return dropped.get();
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public Optional<JsonNode> find(String id) {
    return records.all().stream()
        .filter(record -> record.id().equals(id))
        .findFirst()
        .map(MemoryJournal::json);
  }

  private static JsonNode json(RequestRecord record) {
    var text = new ByteArrayOutputStream();
    RecordText.write(record, text);
    return JsonMapper.shared().readTree(text.toString(StandardCharsets.UTF_8));
  }

  @Override
  public Map<String, Money> spent(LocalDate day) {
    var spent = new HashMap<String, Money>();
    for (RequestRecord record : records.all()) {
      if (LocalDate.ofInstant(record.at(), ZoneOffset.UTC).equals(day)) {
        Money cost = record.cost().orElse(Money.ZERO);
        record.key().ifPresent(key -> spent.merge("key " + key, cost, Money::plus));
        record.job().ifPresent(job -> spent.merge("job " + job, cost, Money::plus));
      }
    }
    return spent;
  }
}
