"""Writes a Lua file for wrk: gateway-body.py small|agent|stream|agent-stream FILE [MODEL]. An agent's body is about 72 KB:
a long system prompt, 24 tools with nested schemas, and a conversation with tool calls."""
import json, sys

kind, out = sys.argv[1], sys.argv[2]
model = sys.argv[3] if len(sys.argv) > 3 else "same"
text = "You work in the user's folder through the tools you are given, one step at a time, and check what you did. "


def tool(i):
    fields = {f"field_{j}": {"type": "string", "description": text[:90]} for j in range(6)}
    return {"type": "function", "function": {"name": f"tool_{i}", "description": text * 4,
            "parameters": {"type": "object", "properties": fields, "required": ["field_0"]}}}


if kind.startswith("agent"):
    messages = [{"role": "system", "content": text * 160}]
    for i in range(12):
        messages += [
            {"role": "user", "content": text * 6},
            {"role": "assistant", "content": None, "tool_calls": [{"id": f"call_{i}", "type": "function", "function":
                {"name": f"tool_{i}", "arguments": json.dumps({"field_0": "a \"quoted\" path\n" * 6})}}]},
            {"role": "tool", "tool_call_id": f"call_{i}", "content": text * 6}]
    body = {"model": model, "messages": messages, "tools": [tool(i) for i in range(24)], "max_tokens": 1024}
else:
    body = {"model": model, "max_tokens": 16, "messages": [
        {"role": "system", "content": "Label the ticket: billing, bug, account, shipping or praise."},
        {"role": "user", "content": "I was charged twice this month and need one of the two back."}]}
if "stream" in kind:
    body["stream"] = True
    body["stream_options"] = {"include_usage": True}
if len(sys.argv) > 4 and sys.argv[4] == "messages":
    body.pop("stream_options", None)
    for t in body.get("tools", []):
        f = t.pop("function")
        t.clear()
        t.update({"name": f["name"], "description": f["description"], "input_schema": f["parameters"]})
    turns = []
    for m in body["messages"]:
        if m["role"] == "system":
            body["system"] = m["content"]
        elif m["role"] == "tool":
            turns.append({"role": "user", "content": [
                {"type": "tool_result", "tool_use_id": m["tool_call_id"], "content": m["content"]}]})
        elif m.get("tool_calls"):
            c = m["tool_calls"][0]
            turns.append({"role": "assistant", "content": [{"type": "tool_use", "id": c["id"],
                "name": c["function"]["name"], "input": json.loads(c["function"]["arguments"])}]})
        else:
            turns.append(m)
    body["messages"] = turns
data = json.dumps(body, separators=(",", ":"))
with open(out, "w") as f:
    f.write('wrk.method = "POST"\nwrk.headers["content-type"] = "application/json"\n')
    f.write('wrk.headers["authorization"] = "Bearer mk-bench"\n')
    f.write('wrk.headers["x-portkey-provider"] = "openai"\n')
    f.write('wrk.headers["x-portkey-custom-host"] = os.getenv("UPSTREAM")\n')
    f.write("wrk.body = [==[" + data + "]==]\n")
print(len(data))
