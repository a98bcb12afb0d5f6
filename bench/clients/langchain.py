# packages: langchain-openai langchain-core
# recipe: langchain
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool as as_tool


@as_tool
def weather(city: str, days: float) -> str:
    """Tells the weather."""
    return weather_in(city)


@scene
def text():
    return model.invoke(HELLO).text


@scene
def stream():
    return "".join(piece.text for piece in model.stream(HELLO))


@scene
def tool():
    able = model.bind_tools([weather])
    called = able.invoke(BOTH)
    given = [ToolMessage(weather.invoke(call["args"]), tool_call_id=call["id"]) for call in called.tool_calls]
    return able.invoke([HumanMessage(BOTH), called, *given]).text


@scene
def schema():
    return model.with_structured_output({"title": "place", **SCHEMA}).invoke("Where?")


@scene
def turns():
    first = model.invoke(HELLO)
    return model.invoke([HumanMessage(HELLO), first, HumanMessage("SAY once more")]).text


@failures
def refused(prompt):
    return model.invoke(prompt).text
