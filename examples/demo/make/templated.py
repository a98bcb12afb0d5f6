"""Writes ../cases/triage-templated.jsonl: tickets from the templates that the tiny model was trained on (../models/train.py),
with typos, drawn with another seed than its training (0) and its own check (99)."""
import json, os, random, sys
here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "models"))
from train import sample
draw, seen, rows = random.Random(20261122), set(), []
while len(rows) < 200:
    text, label = sample(draw)
    if text not in seen:
        seen.add(text)
        rows.append({"id": f"t{len(rows) + 1:03}", "text": text, "label": label})
with open(os.path.join(here, "..", "cases", "triage-templated.jsonl"), "w", encoding="utf-8", newline="\n") as out:
    out.writelines(json.dumps(row) + "\n" for row in rows)
