# packages: pydantic-ai-slim[openai]
# recipe: pydantic-ai 1
from pydantic import BaseModel


class Place(BaseModel):
    city: str


def weather(city: str, days: float) -> str:
    """Tells the weather."""
    return weather_in(city)


@scene
def text():
    return Agent(model).run_sync(HELLO).output


@scene
async def stream():
    async with Agent(model).run_stream(HELLO) as pieces:
        return "".join([piece async for piece in pieces.stream_text(delta=True)])


@scene
def tool():
    return Agent(model, tools=[weather]).run_sync(BOTH).output


@scene
def schema():
    return Agent(model, output_type=Place).run_sync("Where?").output.model_dump()


@scene
def turns():
    agent = Agent(model)
    first = agent.run_sync(HELLO)
    return agent.run_sync("SAY once more", message_history=first.all_messages()).output


@failures
def refused(prompt):
    return Agent(model).run_sync(prompt).output
