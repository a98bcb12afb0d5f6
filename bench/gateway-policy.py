"""Writes policy.json and keys.json for the measurement of the gateway: two jobs on one loopback server."""
import hashlib, json, os, sys

folder, port = sys.argv[1], sys.argv[2]
price = {"per_million_tokens": {"input": "1 USD", "output": "2 USD", "cached": "0.1 USD"}, "source": "measurement"}
verdict = {"verdict": "FIT", "reason": "For the measurement.", "trials": 1}


def model(use, address):
    return {"use": use, "host": "here", "price": price, "addresses": [address]}


def job(name):
    return {"purpose": name, "data": "internal", "route": {"single": name},
            "serve": {"budget": {"per_day": "100000 USD"}}, "verdicts": {name: verdict}}


policy = {
    "version": 1, "evidence": "0" * 32, "project": "0" * 32, "compiled": "2026-11-22T00:00:00Z",
    "jobs": {name: job(name) for name in ("same", "stream")},
    "models": {
        "same": model("openai/upstream", f"http://127.0.0.1:{port}/v1"),
        "stream": model("openai/upstream", f"http://127.0.0.1:{port}/stream/v1"),
    },
    "hosts": {"here": {"clearance": "internal"}},
}
os.makedirs(folder + "/.metier", exist_ok=True)
json.dump(policy, open(folder + "/policy.json", "w"), indent=2)
key = {"name": "bench", "hash": hashlib.sha256(b"mk-bench").hexdigest(), "per_day": "100000 USD",
       "per_minute": 100000000, "may_override": False, "created": "2026-11-22T00:00:00Z"}
file = folder + "/.metier/keys.json"
json.dump({"version": 1, "keys": [key]}, open(file, "w"))
os.chmod(file, 0o600)
