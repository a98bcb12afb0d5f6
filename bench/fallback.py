"""How long an answer takes whose first model says 429 or 500, and which its fallback gives: fallback.py METIER FOLDER."""
import http.client, http.server, json, os, statistics, subprocess, sys, threading, time

METIER, FOLDER = sys.argv[1:3]
MODELS, EACH = 5, 4  # few for each model: after five failures a server rests, and is not asked at all
ANSWER = json.dumps({"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [
    {"index": 0, "message": {"role": "assistant", "content": "billing"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 25, "completion_tokens": 3, "total_tokens": 28}}).encode()
ERROR = b'{"error":{"message":"no","type":"server_error"}}'
STATUS = {"429": 429, "wait": 429, "500": 500, "503": 503, "200": 200}
asked = {}


class Model(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        kind = self.path.split("/")[1]
        asked[kind] = asked.get(kind, 0) + 1
        body = ANSWER if kind == "200" else ERROR
        wait = "retry-after: 20\r\n" if kind == "wait" else ""
        self.wfile.write(f"HTTP/1.1 {STATUS[kind]} S\r\ncontent-type: application/json\r\n{wait}content-length: "
                         f"{len(body)}\r\n\r\n".encode() + body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"
names = [f"s{kind}-{i}" for kind in STATUS for i in range(MODELS)]
price = {"per_million_tokens": {"input": "1 USD", "output": "2 USD", "cached": "0.1 USD"}, "source": "measurement"}
verdict = {"verdict": "FIT", "reason": "For the measurement.", "trials": 1}


def job(name):
    healthy = "s200-0"
    route = {"single": name} if name == healthy else {"single": name, "fallbacks": [healthy]}
    return {"purpose": name, "data": "internal", "route": route, "verdicts": {m: verdict for m in {name, healthy}}}


policy = {"version": 1, "evidence": "0" * 32, "project": "0" * 32, "compiled": "2026-11-22T00:00:00Z",
          "jobs": {name: job(name) for name in names},
          "models": {name: {"use": "openai/upstream", "host": "here", "price": price,
                            "addresses": [f"{base}/{name[1:].replace('-', '/')}/v1"]} for name in names},
          "hosts": {"here": {"clearance": "internal"}}}
with open(FOLDER + "/policy.json", "w") as file:
    json.dump(policy, file)
with __import__("socket").socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
serve = subprocess.Popen([METIER, "serve", "--policy", FOLDER + "/policy.json", "--port", str(port)],
                         stdout=open(FOLDER + "/serve.log", "w"), stderr=subprocess.STDOUT)


def ask(name):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.connect()
    began = time.perf_counter()
    body = {"model": name, "max_tokens": 9, "messages": [{"role": "user", "content": f"{name} {began}"}]}
    connection.request("POST", "/v1/chat/completions", json.dumps(body), {"content-type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    took = (time.perf_counter() - began) * 1000
    connection.close()
    if answer.status != 200:
        sys.exit(f"{name}: {answer.status} {text[:300]!r}")
    return took, answer.headers["x-metier-route"]


try:
    for _ in range(600):
        try:
            ask("s200-0")
            break
        except OSError:
            time.sleep(0.1)
    for _ in range(200):
        ask("s200-1")
    asked.clear()
    for kind, what in (("200", "answers"), ("429", "429"), ("wait", "429, retry-after 20 s"), ("500", "500"), ("503", "503")):
        rows = [ask(f"s{kind}-{i}") for _ in range(EACH) for i in range(MODELS)]
        times = [took for took, _ in rows]
        print(f"first model {what}: median {statistics.median(times):.1f} ms, longest {max(times):.1f} ms, "
              f"by the fallback {sum(route == 'fallback' for _, route in rows)} of {len(rows)}, first model asked {asked.get(kind, 0)} times")
finally:
    serve.terminate()
    serve.wait()
