"""Time to the first byte of a stream, straight to the model and through each gateway, taking turns on kept connections:
gateway-first-byte.py ROUNDS MODELPORT NAME=PORT..."""
import json, socket, statistics, sys, time

rounds, model, gateways = int(sys.argv[1]), int(sys.argv[2]), [a.split("=") for a in sys.argv[3:]]
body = json.dumps({"model": "stream", "stream": True, "max_tokens": 16, "messages": [{"role": "user", "content": "Hi"}]}).encode()


def connected(port):
    one = socket.create_connection(("127.0.0.1", port))
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return one


def ask(one, port, path):
    head = (f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nauthorization: Bearer mk-bench\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n").encode()
    began = time.perf_counter()
    one.sendall(head + body)
    got = one.recv(1 << 16)
    first = time.perf_counter() - began
    while b"[DONE]" not in got[-64:]:
        got = got[-64:] + one.recv(1 << 16)
    # the end of a chunked body may come apart from its last event
    one.settimeout(0.002)
    try:
        while one.recv(1 << 16):
            pass
    except TimeoutError:
        pass
    one.settimeout(None)
    return first * 1000


who = {"direct": (connected(model), model, "/stream/v1/chat/completions")}
for name, port in gateways:
    path = "/v1/chat/completions" if name == "metier" else "/stream/v1/chat/completions"
    who[name] = (connected(int(port)), int(port), path)
times = {name: [] for name in who}
for i in range(rounds + rounds // 5):
    for name, (one, port, path) in who.items():
        took = ask(one, port, path)
        if i >= rounds // 5:
            times[name].append(took)
print("| who | first byte p50 ms | p99 ms | added p50 ms | added p99 ms |")
print("|---|---|---|---|---|")
cut = {name: (statistics.median(all), statistics.quantiles(all, n=100)[98]) for name, all in times.items()}
for name, (p50, p99) in cut.items():
    print(f"| {name} | {p50:.3f} | {p99:.3f} | {p50 - cut['direct'][0]:.3f} | {p99 - cut['direct'][1]:.3f} |")
