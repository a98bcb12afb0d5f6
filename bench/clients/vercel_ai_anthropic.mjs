// packages: ai @ai-sdk/anthropic
// recipe: vercel-ai 2
// as: vercel_ai.mjs
