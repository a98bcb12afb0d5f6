# packages: anthropic
# recipe: anthropic-sdk


def ask(history, **more):
    return client.messages.create(model=JOB, max_tokens=512, messages=history, **more)


def said(message):
    return "".join(block.text for block in message.content if block.type == "text")


def user(content):
    return {"role": "user", "content": content}


@scene
def text():
    return said(ask([user(HELLO)]))


@scene
def stream():
    with client.messages.stream(model=JOB, max_tokens=512, messages=[user(HELLO)]) as pieces:
        return "".join(pieces.text_stream)


@scene
def tool():
    tools = [{"name": "weather", "input_schema": PARAMETERS}]
    called = ask([user(BOTH)], tools=tools)
    given = [
        {"type": "tool_result", "tool_use_id": block.id, "content": weather_in(block.input["city"])}
        for block in called.content
        if block.type == "tool_use"
    ]
    history = [user(BOTH), {"role": "assistant", "content": called.content}, user(given)]
    return said(ask(history, tools=tools))


@scene
def schema():
    form = {"format": {"type": "json_schema", "schema": SCHEMA}}
    return json.loads(said(ask([user("Where?")], output_config=form)))


@scene
def turns():
    first = ask([user("THINK about it\n" + HELLO)])
    return said(ask([user(HELLO), {"role": "assistant", "content": first.content}, user("SAY once more")]))


@failures
def refused(prompt):
    return said(ask([user(prompt)]))
