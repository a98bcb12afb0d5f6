"""Passes when the answer is code that Python can compile: exit code 0, else 1. Put your own tests in its place."""
import json
import re
import sys

said = json.load(sys.stdin)["answer"]
text = said if isinstance(said, str) else said.get("text", "")
fence = re.search(r"```(?:python)?\n(.*?)```", text, re.DOTALL)
try:
    compile(fence.group(1) if fence else text, "answer", "exec")
except SyntaxError:
    sys.exit(1)
