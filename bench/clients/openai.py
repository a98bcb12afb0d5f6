# packages: openai
# recipe: openai-sdk


def ask(content, **more):
    return client.chat.completions.create(model=JOB, messages=[{"role": "user", "content": content}], **more)


@scene
def text():
    return ask(HELLO).choices[0].message.content


@scene
def stream():
    pieces = ask(HELLO, stream=True)
    return "".join(p.choices[0].delta.content or "" for p in pieces if p.choices)


@scene
def tool():
    tools = [{"type": "function", "function": {"name": "weather", "parameters": PARAMETERS}}]
    called = ask(BOTH, tools=tools).choices[0].message
    history = [{"role": "user", "content": BOTH}, called]
    for call in called.tool_calls:
        city = json.loads(call.function.arguments)["city"]
        history.append({"role": "tool", "tool_call_id": call.id, "content": weather_in(city)})
    return client.chat.completions.create(model=JOB, messages=history, tools=tools).choices[0].message.content


@scene
def schema():
    form = {"type": "json_schema", "json_schema": {"name": "place", "strict": True, "schema": SCHEMA}}
    return json.loads(ask("Where?", response_format=form).choices[0].message.content)


@scene
def turns():
    first = client.responses.create(model=JOB, input=HELLO)
    return client.responses.create(model=JOB, input="SAY once more", previous_response_id=first.id).output_text


@failures
def refused(prompt):
    return ask(prompt).choices[0].message.content
