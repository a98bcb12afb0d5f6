package dev.metier.server;

import dev.metier.account.KeyRing;
import dev.metier.account.VirtualKey;
import dev.metier.catalog.Host;
import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.check.CheckSource;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Serving;
import dev.metier.journal.RequestRecord;
import dev.metier.learn.RouterFile;
import dev.metier.pipeline.step.Origins;
import dev.metier.policy.Candidate;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Policy;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.policy.ServedModel;
import dev.metier.provider.ProviderSource;
import dev.metier.provider.gguf.GgufProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A gateway for a test: a policy made by hand, served on the loopback.
public final class Served implements AutoCloseable {
  /// The key of every client in tests that need one.
  public static final String KEY = "mk-of-a-test";

  private final Map<ModelName, ServedModel> models = new LinkedHashMap<>();
  private final Map<JobName, ServedJob> jobs = new LinkedHashMap<>();
  private final List<VirtualKey> keys = new ArrayList<>();
  private final BlockingQueue<RequestRecord> records = new LinkedBlockingQueue<>();
  private final Path journal;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Optional<Duration> silence = Optional.empty();
  private Duration drain = Duration.ofSeconds(5);
  private Timeouts timeouts =
      new Timeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10));
  private ProviderSource providers = (model, refused) -> GgufProvider.open(model);
  private Optional<KeySource> upstreamKey = Optional.empty();
  private OptionalInt window = OptionalInt.empty();
  private OptionalLong memory = OptionalLong.empty();
  private Optional<Gateway> gateway = Optional.empty();
  private CheckSource checks = CheckSource.NONE;
  private CascadeProof proof = new CascadeProof("By a test.", 0, 1);
  private String host = "127.0.0.1";
  private Origins origins = new Origins(Set.of());
  private Optional<GatewayOptions.Certificate> certificate = Optional.empty();

  private Price price = perMillion(1, 1);

  public Served(Path journal) {
    this.journal = journal;
  }

  public Served timeouts(Timeouts all) {
    timeouts = all;
    return this;
  }

  /// Most bytes that all requests under way hold together.
  public Served memory(long bytes) {
    memory = OptionalLong.of(bytes);
    return this;
  }

  /// Where it listens.
  public Served host(String address) {
    host = address;
    return this;
  }

  /// Pages that may ask.
  public Served origins(String... named) {
    origins = new Origins(Set.of(named));
    return this;
  }

  /// Speaks TLS.
  public Served certificate(Path chain, Path key) {
    certificate = Optional.of(new GatewayOptions.Certificate(chain, key));
    return this;
  }

  /// Streams say nothing for so long before they get a sign of life.
  public Served silence(Duration longest) {
    silence = Optional.of(longest);
    return this;
  }

  public Served drain(Duration longest) {
    drain = longest;
    return this;
  }

  /// What models in this process are.
  public Served providers(ProviderSource source) {
    providers = source;
    return this;
  }

  /// The models named from now on get this key.
  public Served upstreamKey(KeySource key) {
    upstreamKey = Optional.of(key);
    return this;
  }

  /// The models named from now on take so many tokens.
  public Served window(int tokens) {
    window = OptionalInt.of(tokens);
    return this;
  }

  /// A model at one or more addresses, on a host of this clearance; a dollar for a million tokens,
  /// or what [#price] says.
  public Served model(String name, ProviderKind kind, DataClass clearance, String... addresses) {
    return model(name, kind, clearance, OptionalInt.empty(), addresses);
  }

  /// As [#model], but nobody knows a price.
  public Served freeModel(
      String name, ProviderKind kind, DataClass clearance, String... addresses) {
    return model(name, kind, clearance, OptionalInt.empty(), new Price.Unknown(), addresses);
  }

  /// Dollars for a million tokens, and for a million that the vendor had cached.
  static Price perMillion(double dollars, double cached) {
    Money each = Money.usd(dollars);
    return new Price.PerToken(each, each, Money.usd(cached), Optional.empty(), "test");
  }

  /// What the models named from now on cost.
  public Served price(Price each) {
    price = each;
    return this;
  }

  public Served model(
      String name,
      ProviderKind kind,
      DataClass clearance,
      OptionalInt concurrency,
      String... addresses) {
    return model(name, kind, clearance, concurrency, price, addresses);
  }

  private Served model(
      String name,
      ProviderKind kind,
      DataClass clearance,
      OptionalInt concurrency,
      Price price,
      String... addresses) {
    var model =
        new Model(
            new ModelName(name),
            kind,
            kind == ProviderKind.GGUF ? addresses[0] : id(name),
            kind == ProviderKind.GGUF ? Optional.empty() : Optional.of(addresses[0]),
            upstreamKey,
            new Host("host-of-" + name, clearance),
            price,
            Settings.NONE,
            window,
            concurrency,
            timeouts,
            Optional.empty());
    List<String> several = kind == ProviderKind.GGUF ? List.of() : List.of(addresses);
    models.put(model.name(), new ServedModel(model, several, Set.of()));
    return this;
  }

  /// Not one by which Ollama would pass requests on.
  private static String id(String name) {
    return "upstream-" + (name.equals("cloud") ? "hosted" : name);
  }

  /// A job whose route is these models, in this order; closed without any.
  public Served job(String name, DataClass data, String... route) {
    return job(name, data, Serving.PLAIN, route);
  }

  public Served job(String name, DataClass data, Serving serving, String... route) {
    List<ModelName> names = List.of(route).stream().map(ModelName::new).toList();
    Route way =
        names.isEmpty()
            ? new Route.Closed("No model is FIT for " + name + ".")
            : new Route.Single(names.getFirst(), names.subList(1, names.size()));
    var job = new JobName(name);
    List<Candidate> candidates =
        names.stream().map(model -> new Candidate(model, "FIT", "By a test.", 9)).toList();
    jobs.put(job, new ServedJob(job, "", data, way, candidates, serving));
    return this;
  }

  /// The cascades named from now on were found to keep such a share of answers.
  public Served kept(double least, double most) {
    return proof(new CascadeProof("By a test.", least, most));
  }

  /// What was proven of the cascades named from now on.
  public Served proof(CascadeProof found) {
    proof = found;
    return this;
  }

  /// A job whose route is a cascade; models beyond the second are fallbacks.
  public Served cascade(
      String name, DataClass data, List<Check> checks, CascadeRules rules, String... route) {
    List<ModelName> names = List.of(route).stream().map(ModelName::new).toList();
    var way =
        new Route.Cascade(
            names.getFirst(),
            names.stream().skip(1).findFirst(),
            names.stream().skip(2).toList(),
            checks,
            rules,
            proof);
    return route(name, data, way);
  }

  /// A job with this route, whose models are all FIT.
  public Served route(String name, DataClass data, Route way) {
    var job = new JobName(name);
    List<Candidate> candidates =
        way.models().stream().map(model -> new Candidate(model, "FIT", "By a test.", 9)).toList();
    jobs.put(job, new ServedJob(job, "", data, way, candidates, Serving.PLAIN));
    return this;
  }

  /// A workflow, with the deadline that it has.
  public Served workflow(String name, DataClass data, Route.Workflow flow) {
    return workflow(name, data, Serving.PLAIN, flow);
  }

  public Served workflow(String name, DataClass data, Serving serving, Route.Workflow flow) {
    var job = new JobName(name);
    jobs.put(job, new ServedJob(job, "", data, flow, List.of(), serving));
    return this;
  }

  /// A job whose route is a learned router between the first two models.
  public Served learned(
      String name, DataClass data, RouterFile router, CascadeRules.Hold hold, Serving serving) {
    List<ModelName> names = List.copyOf(models.keySet());
    var way = new Route.Learned(router, names.getFirst(), names.get(1), List.of(), hold, proof);
    var job = new JobName(name);
    List<Candidate> candidates =
        names.stream().map(model -> new Candidate(model, "FIT", "By a test.", 9)).toList();
    jobs.put(job, new ServedJob(job, "", data, way, candidates, serving));
    return this;
  }

  /// Clients need [#KEY] from now on.
  public Served key(Optional<Money> perDay, OptionalInt perMinute, String... jobsAllowed) {
    var allowed = new java.util.HashSet<JobName>();
    for (String job : jobsAllowed) {
      allowed.add(new JobName(job));
    }
    keys.add(
        new VirtualKey(
            "alice", KeyRing.hash(KEY), allowed, perDay, perMinute, false, Instant.EPOCH));
    return this;
  }

  public Policy policy() {
    return new Policy("0".repeat(32), "1".repeat(32), Instant.EPOCH, jobs, models);
  }

  public Served start() {
    var usual = GatewayOptions.usual(host, 0);
    var options =
        new GatewayOptions(
            usual.host(),
            0,
            2,
            drain,
            Duration.ZERO,
            silence.orElse(usual.silence()),
            usual.bodyLimit(),
            memory.orElse(usual.memoryLimit()),
            origins,
            certificate);
    var dependencies =
        GatewayDependencies.local(
            providers, Clock.systemUTC(), journal, List.of(records::add), checks);
    gateway = Optional.of(Gateway.start(options, dependencies, policy(), keys()));
    return this;
  }

  /// The checks that its cascades run.
  public Served checks(CheckSource source) {
    checks = source;
    return this;
  }

  /// The keys of its clients.
  public KeyRing keys() {
    return new KeyRing(keys);
  }

  public Gateway gateway() {
    return gateway.orElseThrow();
  }

  /// The gateway's address, without a slash at the end.
  public String address() {
    return "http://" + host + ":" + gateway().port();
  }

  /// What was written down of the next request that is over.
  public RequestRecord record() throws InterruptedException {
    RequestRecord record = records.poll(10, TimeUnit.SECONDS);
    if (record == null) {
      throw new AssertionError("no request was recorded");
    }
    return record;
  }

  /// What was written down of the next requests: exactly so many.
  public List<RequestRecord> records(int count) throws InterruptedException {
    var all = new ArrayList<RequestRecord>();
    for (int i = 0; i < count; i++) {
      all.add(record());
    }
    RequestRecord more = records.poll(20, TimeUnit.MILLISECONDS);
    if (more != null) {
      throw new AssertionError("more than " + count + " requests were recorded: " + more);
    }
    return all;
  }

  /// What was written down and not asked for yet, once nothing more comes for a while.
  public List<RequestRecord> restOfRecords() throws InterruptedException {
    var all = new ArrayList<RequestRecord>();
    for (RequestRecord next = later(); next != null; next = later()) {
      all.add(next);
    }
    return all;
  }

  private RequestRecord later() throws InterruptedException {
    return records.poll(300, TimeUnit.MILLISECONDS);
  }

  public HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(path, body, headers), HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  public HttpRequest request(String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!keys.isEmpty()) {
      request.header("authorization", "Bearer " + KEY);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  public HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    gateway.ifPresent(Gateway::close);
  }
}
