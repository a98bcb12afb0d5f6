// packages: ai @ai-sdk/openai
import { createOpenAI } from '@ai-sdk/openai';

const model = createOpenAI({ baseURL: `${process.env.METIER_ADDRESS}/v1`, apiKey: process.env.METIER_KEY })(process.env.METIER_JOB);
// as: vercel_ai.mjs
