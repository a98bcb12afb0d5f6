# packages: pydantic-ai-slim[anthropic]
# recipe: pydantic-ai 2
# as: pydantic_ai.py
