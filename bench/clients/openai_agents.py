# packages: openai-agents
# recipe: openai-agents
from agents import Runner, function_tool
from openai.types.responses import ResponseTextDeltaEvent
from pydantic import BaseModel


class Place(BaseModel):
    city: str


@function_tool
def weather(city: str, days: float) -> str:
    """Tells the weather."""
    return weather_in(city)


@scene
def text():
    return Runner.run_sync(agent, HELLO).final_output


@scene
async def stream():
    pieces = []
    async for event in Runner.run_streamed(agent, HELLO).stream_events():
        if event.type == "raw_response_event" and isinstance(event.data, ResponseTextDeltaEvent):
            pieces.append(event.data.delta)
    return "".join(pieces)


@scene
def tool():
    return Runner.run_sync(agent.clone(tools=[weather]), BOTH).final_output


@scene
def schema():
    return Runner.run_sync(agent.clone(output_type=Place), "Where?").final_output.model_dump()


@scene
def turns():
    first = Runner.run_sync(agent, HELLO)
    by_id = Runner.run_sync(agent, "SAY once more", previous_response_id=first.last_response_id)
    whole = Runner.run_sync(agent, [*first.to_input_list(), {"role": "user", "content": by_id.final_output}])
    return "once more" if whole.final_output == "Hello world" else whole.final_output


@failures
def refused(prompt):
    return Runner.run_sync(agent, prompt).final_output
