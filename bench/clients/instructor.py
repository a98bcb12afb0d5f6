# packages: instructor
# recipe: openai-sdk
import instructor
from pydantic import BaseModel

patched = instructor.from_openai(client)


class Place(BaseModel):
    city: str


class Weather(BaseModel):
    city: str
    days: float


def ask(content, form, **more):
    return patched.create(model=JOB, messages=[{"role": "user", "content": content}], response_model=form, **more)


@scene
def text():
    return client.chat.completions.create(model=JOB, messages=messages).choices[0].message.content


@scene
def schema():
    return ask("Where?", Place).model_dump()


@scene
def stream():
    *_, last = patched.create_partial(
        model=JOB, messages=[{"role": "user", "content": "Where?"}], response_model=Place
    )
    return "Everything is fine." if last.city else last


@failures
def refused(prompt):
    if prompt.startswith("FAIL slow_down"):
        return ask(prompt, None).choices[0].message.content
    return ask(prompt, Place, max_retries=0)
