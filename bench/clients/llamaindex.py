# packages: llama-index-llms-openai-like llama-index-core
# recipe: llamaindex
from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from pydantic import BaseModel


class Place(BaseModel):
    """A place."""

    city: str


def weather(city: str, days: float) -> str:
    """Tells the weather."""
    return weather_in(city)


def user(content):
    return ChatMessage(role="user", content=content)


@scene
def text():
    return llm.chat([user(HELLO)]).message.content


@scene
def stream():
    return "".join(piece.delta or "" for piece in llm.stream_chat([user(HELLO)]))


@scene
def tool():
    tools = [FunctionTool.from_defaults(weather)]
    called = llm.chat_with_tools(tools, chat_history=[user(BOTH)], allow_parallel_tool_calls=True)
    history = [user(BOTH), called.message]
    for call in llm.get_tool_calls_from_response(called):
        given = weather_in(call.tool_kwargs["city"])
        history.append(ChatMessage(role="tool", content=given, additional_kwargs={"tool_call_id": call.tool_id}))
    return llm.chat(history).message.content


@scene
def schema():
    return llm.as_structured_llm(Place).chat([user("Where?")]).raw.model_dump()


@scene
def turns():
    first = llm.chat([user(HELLO)]).message
    return llm.chat([user(HELLO), first, user("SAY once more")]).message.content


@failures
def refused(prompt):
    return llm.chat([user(prompt)]).message.content
